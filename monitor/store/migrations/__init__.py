"""Alembic's steps from one schema to the next; `monitor.store.schema` runs them."""
