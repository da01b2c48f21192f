"""Which digests are new, and why the others are not."""
