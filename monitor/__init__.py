"""A news monitor: feeds in, alerts out."""
