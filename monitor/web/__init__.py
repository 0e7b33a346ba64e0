"""What the running service says of its health over HTTP."""
