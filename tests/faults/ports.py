"""Ports that stay free between being chosen and being used."""

import random
import socket

# Below those that the kernel gives to outgoing connections, of which the tests make many.
RANGE = range(20000, 32000)


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    chance = random.SystemRandom()
    while True:
        port = chance.choice(RANGE)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
