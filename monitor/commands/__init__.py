"""What each command does; `monitor.cli` only reads the command line and prints."""
