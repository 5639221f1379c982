"""Rules that judge all pages of a site together; a module is named after its rule."""
