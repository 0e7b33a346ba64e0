"""All watchlists against one entry."""
