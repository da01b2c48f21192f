"""A ledger in a file for the tests of the commands."""

from tests.store.conftest import local  # noqa: F401 -- a fixture
