"""A resident's browser, as far as the fault tests need one: cookies, forms with their hidden fields, and patience."""

import http.client
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input type="hidden" name="(csrf_token|once)" value="([^"]+)">')
PATIENCE = 60.0


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    location: str
    body: str


@dataclass
class Browser:
    """One visitor; `host` is the address it comes from, since the limits on guessing count by address."""

    port: int
    host: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Answer:
        """One request; raises OSError or HTTPException when no whole answer came."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20, source_address=(self.host, 0))
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        try:
            line.request(method, path, body or None, headers | ({"Content-Type": kind} if kind else {}))
            answer = line.getresponse()
            text = answer.read().decode(errors="replace")
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, rest = cookie.partition("=")
                self.cookies[name] = rest.partition(";")[0]
            return Answer(answer.status, answer.headers.get("Location", ""), text)
        finally:
            line.close()

    def insist(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Answer:
        """The same request again until it is answered, as somebody presses a button until something happens."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self.ask(method, path, body, kind)
            except (OSError, http.client.HTTPException):
                answer = None
            if answer is not None and answer.status < 500:
                return answer
            assert time.monotonic() < until, f"{path} was not answered in {PATIENCE:.0f} seconds"
            time.sleep(0.02)

    def hidden(self, path: str) -> dict[str, str]:
        """The hidden fields of the form on a page."""
        return hidden_fields(self.insist("GET", path).body)

    def send(self, path: str, typed: Mapping[str, str]) -> Answer:
        """Send a form until it is answered."""
        return self.insist("POST", path, urlencode(typed).encode(), "application/x-www-form-urlencoded")

    def send_file(self, path: str, typed: Mapping[str, str], photo: bytes) -> Answer:
        """Send a form with a photo until it is answered."""
        body, kind = multipart(typed, photo)
        return self.insist("POST", path, body, kind)


def hidden_fields(page: str) -> dict[str, str]:
    """The key against forgery and the one-time key of the first form on a page."""
    found: dict[str, str] = {}
    for name, value in HIDDEN.findall(page):
        found.setdefault(name, value)
    return found


def multipart(typed: Mapping[str, str], photo: bytes) -> tuple[bytes, str]:
    """A form with a photo as browsers send it, and its content type."""
    edge = secrets.token_hex(16)
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in typed.items()
    ]
    file = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="foto.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    body = "".join(parts).encode() + file.encode() + photo + f"\r\n--{edge}--\r\n".encode()
    return body, f"multipart/form-data; boundary={edge}"
