"""The command line: it reads options and prints; what commands do stands in `monitor.commands`."""
