"""The command line: parses, wires, prints, exits. Nobody imports it."""
