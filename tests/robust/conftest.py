"""The web server of the tests, for what runs against anything that can go wrong."""

from tests.servers.web import web  # noqa: F401 -- a fixture
