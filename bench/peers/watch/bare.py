"""The least that a watcher does: waits for the same silence as the bot, then says that something was saved: python bare.py FOLDER"""

import sys
from pathlib import Path

import watchfiles

sys.stdout.write("watching\n")
sys.stdout.flush()
for _ in watchfiles.watch(Path(sys.argv[1]), step=400, debounce=5000, rust_timeout=1000):
    sys.stdout.write("saved\n")
    sys.stdout.flush()
