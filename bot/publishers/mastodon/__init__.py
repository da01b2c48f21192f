"""Mastodon: the platform as data, and the publisher that sends to it through Mastodon.py."""
