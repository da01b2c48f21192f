"""One picture fitted by the bot: python ours.py FILE OUT MAX_BYTES MAX_SIDE ROUNDS"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

from bot.model import ImageLimits
from bot.picture.fit import fit

file, out, max_bytes, max_side, rounds = sys.argv[1:]
content = Path(file).read_bytes()
taken = []
for _ in range(int(rounds)):
    began = time.perf_counter()
    image = fit(content, ImageLimits(int(max_bytes), int(max_side)))
    taken.append(1000 * (time.perf_counter() - began))
Path(out).write_bytes(image.content)
peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
print(json.dumps({"ms": taken, "mib": int(peak[1]) / 1024}))
