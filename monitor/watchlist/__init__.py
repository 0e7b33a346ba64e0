"""The files that a desk edits: YAML in, watchlists and feeds out, or problems with their place."""
