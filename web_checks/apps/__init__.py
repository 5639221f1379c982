"""Apps and mini-programs: their screens are observed from dumps, and judged like pages."""
