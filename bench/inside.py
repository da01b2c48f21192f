"""The bot in a process that has imported the SDKs already: python -m bench.inside post FILE

The last line says how many seconds passed from there on, the bot's own imports included.
"""

import time

from bot.publishers.sdk import load

load("atproto")
load("tweepy")

began = time.perf_counter()

from bot.__main__ import main  # noqa: E402

try:
    main()
finally:
    print(f"\n{time.perf_counter() - began}", flush=True)
