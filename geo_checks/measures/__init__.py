"""Measures: functions from frames to figures by division, formula and source in each docstring."""
