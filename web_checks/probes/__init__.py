"""Probes: questions put to an open page; their answers are what the rules judge."""
