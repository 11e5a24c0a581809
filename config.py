"""The program's settings: read once from `LAMIN_*` variables and `.env`, frozen, a bad one refused by name."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from dotenv import dotenv_values

ROOT = Path(__file__).parent
MODES = ("all", "web", "desk", "kiosk", "display")
ENVIRONMENTS = ("development", "production")


class BadSetting(Exception):
    """A `LAMIN_*` variable is unknown or has a value that can't be used; names it and what it may be."""


@dataclass(frozen=True)
class Settings:
    """Everything the program can be told from outside; `docs/operating/settings.md` says what each is for."""

    env: str
    mode: str
    data: Path
    database: str
    host: str
    port: int
    base_url: str
    processes: int
    threads: int
    mail_server: str
    mail_from: str
    phone: str
    proxies: int
    demo: bool
    clock_ahead: int
    secret: bytes

    @property
    def production(self) -> bool:
        """Whether real people are served."""
        return self.env == "production"

    @property
    def mailbox(self) -> Path:
        """Where mail is laid down when no mail server is set."""
        return self.data / "mailbox"

    @property
    def voice(self) -> Path:
        """Where the display's spoken clips lie."""
        return self.data / "voice"

    @property
    def printed(self) -> Path:
        """Where a printer with the address `file:` lays what it would have printed."""
        return self.data / "printed"

    @property
    def phone_box(self) -> Path:
        """Where text messages are laid down when no gateway is set."""
        return self.data / "phone"


DEFAULTS: Mapping[str, str] = {
    "LAMIN_ENV": "development", "LAMIN_MODE": "all", "LAMIN_DATA": "instance", "LAMIN_DATABASE": "",
    "LAMIN_HOST": "127.0.0.1", "LAMIN_PORT": "8000", "LAMIN_BASE_URL": "", "LAMIN_PROCESSES": "1",
    "LAMIN_THREADS": "64", "LAMIN_MAIL_SERVER": "", "LAMIN_MAIL_FROM": "lamin@example.go.id", "LAMIN_PHONE": "",
    "LAMIN_PROXIES": "0", "LAMIN_DEMO": "", "LAMIN_CLOCK_AHEAD": "0", "LAMIN_SECRET": "",
}  # fmt: skip


def read_settings(given: Mapping[str, str] | None = None) -> Settings:
    """The settings from the environment and `.env` (the environment rules), or from `given` alone.

    Raises:
        BadSetting: an unknown `LAMIN_*` name, or a value that can't be used.
    """
    if given is None:
        from_file = {k: v or "" for k, v in dotenv_values(ROOT / ".env").items()}
        given = {k: v for k, v in (from_file | dict(os.environ)).items() if k.startswith("LAMIN_")}
    for name in given:
        if name not in DEFAULTS:
            raise BadSetting(f"{name} is not a setting; known are {', '.join(DEFAULTS)}")
    return _checked({**DEFAULTS, **given})


def _checked(raw: Mapping[str, str]) -> Settings:
    env = _one_of(raw, "LAMIN_ENV", ENVIRONMENTS)
    data = Path(raw["LAMIN_DATA"])
    data = data if data.is_absolute() else ROOT / data
    port = _number(raw, "LAMIN_PORT", 1, 65535)
    settings = Settings(
        env=env, mode=_one_of(raw, "LAMIN_MODE", MODES), data=data, database=_database(raw, data),
        host=raw["LAMIN_HOST"], port=port, base_url=_base_url(raw, env, port),
        processes=_number(raw, "LAMIN_PROCESSES", 1, 32), threads=_number(raw, "LAMIN_THREADS", 1, 256),
        mail_server=_mail_server(raw), mail_from=_mail_from(raw), phone=_phone(raw),
        proxies=_number(raw, "LAMIN_PROXIES", 0, 5),
        demo=_one_of(raw, "LAMIN_DEMO", ("", "yes", "no")) != "no" and env == "development",
        clock_ahead=_seconds(raw, "LAMIN_CLOCK_AHEAD"), secret=_secret(raw, data, env),
    )  # fmt: skip
    if settings.production:
        _fit_for_people(raw)
    return settings


def _fit_for_people(raw: Mapping[str, str]) -> None:
    if raw["LAMIN_DEMO"] == "yes":
        raise BadSetting("LAMIN_DEMO must not be 'yes' in production: demo people and log-ins are refused")
    if raw["LAMIN_CLOCK_AHEAD"] != "0":
        raise BadSetting("LAMIN_CLOCK_AHEAD must be 0 in production: numbers and promises carry the true time")
    for name in ("LAMIN_MAIL_SERVER", "LAMIN_PHONE", "LAMIN_BASE_URL"):
        if not raw[name]:
            raise BadSetting(f"{name} must be set in production, or nobody would get a message")


def _one_of(raw: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    if raw[name] not in allowed:
        raise BadSetting(f"{name}='{raw[name]}' must be one of {', '.join(allowed)}")
    return raw[name]


def _number(raw: Mapping[str, str], name: str, low: int, high: int) -> int:
    if not raw[name].isascii() or not raw[name].isdigit() or not low <= int(raw[name]) <= high:
        raise BadSetting(f"{name}='{raw[name]}' must be a whole number from {low} to {high}")
    return int(raw[name])


def _seconds(raw: Mapping[str, str], name: str) -> int:
    text = raw[name]
    if not text.removeprefix("-").isascii() or not text.removeprefix("-").isdigit() or len(text) > 10:
        raise BadSetting(f"{name}='{text}' must be a whole number of seconds, such as 3600 or -3600")
    return int(text)


def _database(raw: Mapping[str, str], data: Path) -> str:
    url = raw["LAMIN_DATABASE"]
    if not url:
        return f"sqlite:///{data / 'lamin.sqlite'}"
    scheme = url.partition(":")[0]
    if scheme not in ("sqlite", "postgresql", "postgresql+psycopg"):
        raise BadSetting("LAMIN_DATABASE must begin with sqlite:/// or postgresql://")
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _base_url(raw: Mapping[str, str], env: str, port: int) -> str:
    url = (raw["LAMIN_BASE_URL"] or f"http://127.0.0.1:{port}").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise BadSetting(f"LAMIN_BASE_URL='{url}' must be http(s)://host, without a path")
    if env == "production" and parts.scheme != "https":
        raise BadSetting("LAMIN_BASE_URL must begin with https:// in production")
    return url


def _mail_server(raw: Mapping[str, str]) -> str:
    server = raw["LAMIN_MAIL_SERVER"]
    if not server:
        return ""
    parts = urlsplit(server)
    if parts.scheme not in ("smtp", "smtps", "smtp+starttls") or not parts.hostname or not _has_port(parts):
        raise BadSetting("LAMIN_MAIL_SERVER must be smtp://, smtps:// or smtp+starttls://user:password@host:port")
    return server


def _has_port(parts: SplitResult) -> bool:
    try:
        return parts.port is None or parts.port > 0
    except ValueError:
        return False


def _phone(raw: Mapping[str, str]) -> str:
    gateway = raw["LAMIN_PHONE"]
    if gateway and ("://" not in gateway or "{phone}" not in gateway):
        raise BadSetting("LAMIN_PHONE must be a gateway's address with {phone} where the number goes")
    return gateway


def _mail_from(raw: Mapping[str, str]) -> str:
    address = raw["LAMIN_MAIL_FROM"]
    if address.count("@") != 1 or any(sign.isspace() for sign in address):
        raise BadSetting(f"LAMIN_MAIL_FROM='{address}' must be an e-mail address")
    return address


def _secret(raw: Mapping[str, str], data: Path, env: str) -> bytes:
    if raw["LAMIN_SECRET"]:
        if len(raw["LAMIN_SECRET"]) < 32:
            raise BadSetting("LAMIN_SECRET must have at least 32 characters")
        return raw["LAMIN_SECRET"].encode()
    path = data / "secret"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    return path.read_bytes().strip()
