"""Documents (PDF, DOCX, PPTX, XLSX): readers, rules, and how they are found, fetched and judged."""
