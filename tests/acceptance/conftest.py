"""What the acceptance tests of all platforms need."""

import socket

import pytest


@pytest.fixture
def unused_port() -> int:
    """Give a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
