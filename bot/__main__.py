"""``python -m bot``."""

from __future__ import annotations

import os
import sys
import time


def main() -> None:
    if sys.platform == "win32":
        print("bot runs on Linux and macOS; on Windows run it in WSL, or let GitHub Actions run it", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    try:
        idle = answer_idle_run(sys.argv[1:])
    except OSError:  # the folder is gone, or the answer cannot be written: the whole run says so
        idle = False
    if idle:
        os._exit(0)  # to take itself apart would cost Python a tenth of this call
    from bot.cli import main as cli

    cli()


def answer_idle_run(args: list[str]) -> bool:
    """Answer the call that is made most, a run with nothing to do, before anything heavy is imported; False: it is not that."""
    if not args or args[0] != "run" or not {"-q", "--quiet", "--json"}.issuperset(args[1:]):
        return False
    from bot.watcher.idle import NOTHING_NEW, NOTHING_NEW_JSON, nothing_new

    folder = os.getcwd()  # noqa: PTH109 -- pathlib alone costs a third of this call
    if not nothing_new(folder, os.environ, time.time(), listing="--json" in args):
        return False
    if "--json" in args:
        print(NOTHING_NEW_JSON, flush=True)  # noqa: T201 -- the result
    elif len(args) == 1:
        print(NOTHING_NEW, file=sys.stderr, flush=True)  # noqa: T201 -- the story
    return True


if __name__ == "__main__":
    main()
