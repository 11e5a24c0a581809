"""The address that the pages listen on: free before the start, answering after it."""

import errno
import http.client
import socket
import time

from config import Settings

PORT_SECONDS = 3.0


class CannotStart(Exception):
    """Something outside the program keeps it from starting; the message is one sentence for whoever started it."""


def check_port(settings: Settings) -> None:
    """See that the address is free; a server that was just killed gets a few seconds to let go of it.

    Raises:
        CannotStart: it is taken, or is no address of this machine; names the setting.
    """
    until = time.monotonic() + PORT_SECONDS
    while True:
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(
                settings.host, settings.port, type=socket.SOCK_STREAM
            )[0]
            with socket.socket(family, kind, protocol) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                return probe.bind(address)
        except OSError as trouble:
            if trouble.errno != errno.EADDRINUSE or time.monotonic() > until:
                raise CannotStart(_port_sentence(trouble, settings)) from trouble
        time.sleep(0.1)


def _port_sentence(trouble: OSError, settings: Settings) -> str:
    if trouble.errno == errno.EADDRINUSE:
        other = settings.port + 1 if settings.port < 65535 else settings.port - 1
        return f"LAMIN_PORT={settings.port} is taken by another program; stop it, or choose another: LAMIN_PORT={other}"
    if trouble.errno == errno.EACCES:
        return f"LAMIN_PORT={settings.port} may be opened by root alone; choose one of 1024 or more"
    return f"LAMIN_HOST={settings.host} is not an address of this machine"


def answers(settings: Settings) -> bool:
    """Whether the pages answer on their address."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound
    line = http.client.HTTPConnection(host, settings.port, timeout=5)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()
