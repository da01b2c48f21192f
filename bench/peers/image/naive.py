"""The same with Pillow as its tutorial has it: python naive.py FILE OUT MAX_BYTES MAX_SIDE ROUNDS"""

from __future__ import annotations

import io
import json
import re
import sys
import time
from pathlib import Path

from PIL import Image, ImageOps

file, out, max_bytes, max_side, rounds = sys.argv[1:]
content = Path(file).read_bytes()
taken = []
for _ in range(int(rounds)):
    began = time.perf_counter()
    pixels = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    if pixels.has_transparency_data:
        pixels = Image.alpha_composite(Image.new("RGBA", pixels.size, "white"), pixels.convert("RGBA"))
    pixels = pixels.convert("RGB")
    width, height = pixels.size
    scale = min(1, int(max_side) / max(width, height))
    if scale < 1:
        pixels = pixels.resize((round(width * scale), round(height * scale)), Image.Resampling.LANCZOS)
    for quality in range(95, 5, -5):
        buffer = io.BytesIO()
        pixels.save(buffer, "JPEG", quality=quality, subsampling=0 if quality >= 90 else 2)
        if buffer.tell() <= int(max_bytes):
            break
    taken.append(1000 * (time.perf_counter() - began))
Path(out).write_bytes(buffer.getvalue())
peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
print(json.dumps({"ms": taken, "mib": int(peak[1]) / 1024}))
