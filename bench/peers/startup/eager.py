"""Everything that the bot works with, imported at the top as most programs do: python eager.py"""

import sqlite3  # noqa: F401 -- importing is all that this does

import atproto  # noqa: F401
import click  # noqa: F401
import frontmatter  # noqa: F401
import markdown_it  # noqa: F401
import PIL.Image  # noqa: F401
import regex  # noqa: F401
import rich.console  # noqa: F401
import sqlite_utils  # noqa: F401
import tweepy  # noqa: F401
import watchfiles  # noqa: F401
