"""What a text tells otherwise than a version of its story, and what only restates it."""
