"""Feeds: fetched politely, split into entries, parsed, identified, and asked again in time."""
