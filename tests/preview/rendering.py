"""Markdown as GitHub renders it."""

from __future__ import annotations

from html.parser import HTMLParser

from markdown_it import MarkdownIt


class Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []
        self.hrefs = []
        self.words = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.hrefs += [value for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data):
        self.words += data


def rendered(markdown):
    """As GitHub would: HTML in Markdown is passed on, tables and struck-out words are known."""
    elements = Elements()
    elements.feed(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown))
    return elements
