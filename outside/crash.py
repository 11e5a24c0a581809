"""Places where the fault tests stop the process dead, as a power cut would (CRASH_AT), or leave it hanging (STOP_AT)."""

import os
import signal


def point(name: str) -> None:
    """Die here without any clean-up when CRASH_AT names this place, or stand still until SIGCONT when STOP_AT does.

    ':2' behind the name means the second passage. Without the two variables nothing happens.
    """
    if _wanted("CRASH_AT", name):
        os._exit(9)
    if _wanted("STOP_AT", name):
        os.kill(os.getpid(), signal.SIGSTOP)


def _wanted(variable: str, name: str) -> bool:
    wanted, _, passage = os.environ.get(variable, "").partition(":")
    if wanted != name:
        return False
    _passed[name] = _passed.get(name, 0) + 1
    return _passed[name] == int(passage or 1)


_passed: dict[str, int] = {}
