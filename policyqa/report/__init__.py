"""What people hand on: target tables, comparison reports, as HTML, Word, Excel, Markdown, CSV and JSON."""
