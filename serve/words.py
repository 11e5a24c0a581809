"""What is said on the terminal: one line for what went wrong, and where everything is once it runs."""

import sys

from config import Settings

ROOMS = {
    "all": {"Residents": "/", "Officers": "/petugas/", "Kiosk": "/kiosk/", "Display": "/layar/"},
    "web": {"Residents": "/"},
    "desk": {"Officers": "/petugas/"},
    "kiosk": {"Kiosk": "/kiosk/"},
    "display": {"Display": "/layar/"},
}
WORKBENCH = {"Mail": "/kotak-surat", "Phone": "/kotak-telepon", "Papers": "/contoh-surat",
             "Codes": "/kode-contoh", "Components": "/komponen"}  # fmt: skip


def announce(settings: Settings) -> None:
    """Say that it runs, where the pages are, and how to sign in with the demo officers if there are any."""
    addresses = ROOMS[settings.mode] | ({} if settings.production else WORKBENCH)
    print(f"\nLamin is running on {settings.host}:{settings.port}; Ctrl-C stops it.")
    for name, path in addresses.items():
        print(f"  {name:<12}{settings.base_url}{path}")
    if settings.demo and (logins := logins_of(settings)):
        print("Demo log-ins (invented people, this machine only):")
        print("\n".join(f"  {login}" for login in logins))
    sys.stdout.flush()


def logins_of(settings: Settings) -> list[str]:
    """The log-ins of the demo officers, a line each; none when they were declined."""
    from commands import demo

    try:
        lines = demo.logins_file(settings.data).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return ["{:<12}{:<32}{}".format(*line.split(maxsplit=2)) for line in lines]


def complain(sentence: str, status: int = 0) -> int:
    """Say one sentence on standard error, and hand the exit status through."""
    print(f"lamin: {sentence}", file=sys.stderr, flush=True)
    return status
