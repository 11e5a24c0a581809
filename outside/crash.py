"""Places where the fault tests stop the process dead, as a power cut would: named by CRASH_AT, otherwise nothing."""

import os


def point(name: str) -> None:
    """Die here, without any clean-up, when CRASH_AT names this place; ':2' behind the name means the second passage."""
    wanted, _, passage = os.environ.get("CRASH_AT", "").partition(":")
    if wanted != name:
        return
    _passed[name] = _passed.get(name, 0) + 1
    if _passed[name] == int(passage or 1):
        os._exit(9)


_passed: dict[str, int] = {}
