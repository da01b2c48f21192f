"""A browser for what the generators build, and a web server."""

from tests.preview.conftest import browser
from tests.servers.web import web

__all__ = ["browser", "web"]
