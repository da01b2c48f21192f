"""The bot in a process that has imported the SDKs already: python -m bench.inside post FILE

The last line says how many seconds passed from there on, the bot's own imports included.
"""

import time

import atproto  # noqa: F401 -- importing is the point
import tweepy  # noqa: F401

began = time.perf_counter()

from bot.__main__ import main  # noqa: E402

try:
    main()
finally:
    print(f"\n{time.perf_counter() - began}", flush=True)
