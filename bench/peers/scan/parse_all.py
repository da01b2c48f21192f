"""What most scripts do: read the front matter of every file: python parse_all.py FOLDER"""

import sys
from pathlib import Path

import frontmatter

known: set[str] = set()
for path in Path(sys.argv[1]).rglob("*.md"):
    post = frontmatter.load(str(path))
    known.add(str(post["title"]))
sys.stdout.write(f"{len(known)}\n")
