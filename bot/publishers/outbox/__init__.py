"""Posts that go nowhere but into a folder: a page for each that a browser opens, and an index of them all."""
