"""The lake in memory of the tests of contacts."""

from tests.tracing.test_contacts import lake  # noqa: F401
