"""The geo wing: reads layers, judges facilities, measures coverage by division."""
