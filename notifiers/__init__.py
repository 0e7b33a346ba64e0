"""How a message leaves: one module a channel. Knows nothing of the monitor."""
