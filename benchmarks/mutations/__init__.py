"""Automatic changes of a news text: one fact changed, or its dress alone."""
