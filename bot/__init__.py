"""Announces every new post of a blog on Bluesky, X and Mastodon: exactly once, whatever dies."""

__version__ = "1.0.0"
