"""Rules that judge one page; a module is named after its rule."""
