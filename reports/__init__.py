"""The reports wing: one summary of a run, and one module for each format."""
