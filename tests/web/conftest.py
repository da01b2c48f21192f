"""A web server on the loopback."""

from tests.servers.web import web  # noqa: F401 -- a fixture
