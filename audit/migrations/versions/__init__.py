"""One module for each revision of the audit database."""
