"""The tasks that keep the monitor going; APScheduler says when they wake."""
