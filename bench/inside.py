"""The bot in a process that has imported the SDKs already: python -m bench.inside [--after FILE] post FILE

``--after FILE``: and has posted this one, as `bot watch` has. The last line says when it began and ended, by the clock that all
processes of the machine share; all that the bot imports by itself is within.
"""

import contextlib
import sys
import time

from bot.publishers.bluesky.login import atproto
from bot.publishers.sdk import import_sdk

atproto()
import_sdk("mastodon")
import_sdk("tweepy")


def call(words: list[str]) -> None:
    from bot.__main__ import main

    sys.argv[1:] = words
    main()


words = sys.argv[1:]
if words[0] == "--after":
    with contextlib.suppress(SystemExit):
        call(["post", words[1]])
    words = words[2:]
began = time.monotonic()
try:
    call(words)
finally:
    print(f"\n{began} {time.monotonic()}", flush=True)
