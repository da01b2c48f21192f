"""The drafts and what came of them, shown: as JSON, as plain text, in a terminal, as a page, as a step summary."""
