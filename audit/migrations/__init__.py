"""Alembic's scripts: they bring an audit database of any age to the newest shape."""
