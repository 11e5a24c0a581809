"""What is said on the terminal: one line for what went wrong, and where everything is once it runs."""

import sys

from config import Settings

WORKBENCH.items():
            print(f"  {name:<10}{address}{path}")
    if settings.demo and (logins := logins_of(settings)):
        print("Demo log-ins (invented people, this machine only):")
        print("\n".join(f"  {login}" for login in logins))
    sys.stdout.flush()


WORKBENCH = {"Mail": "/kotak-surat", "Phone": "/kotak-pesan", "Parts": "/komponen"}


def announce(settings: Settings) -> None:
    address = settings.base_url
    lines = {"all": ["/", "/petugas"], "web": ["/"], "desk": ["/petugas"]}[settings.mode]
    names = {"/": "Residents", "/petugas": "Officers"}
    print(f"\nLamin is running on {settings.host}:{settings.port}; Ctrl-C stops it.")
    for path in lines:
        print(f"  {names[path]:<10}{address}{path}")
    if not settings.production:
        for name, path in def logins_of(settings: Settings) -> list[str]:
    """The log-ins of the demo officers, a line each; none when they were declined."""
    from commands import demo

    try:
        lines = demo.logins_file(settings.data).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return ["{:<14}{:<32}{}".format(*line.split(maxsplit=2)) for line in lines]


def complain(sentence: str, status: int = 0) -> int:
    print(f"lamin: {sentence}", file=sys.stderr, flush=True)
    return status
