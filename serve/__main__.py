"""`python -m serve` does everything; `python -m serve prepare|pages|worker|printing` does one part, for systemd."""

import gc
import os
import sys

from config import BadSetting, Settings, read_settings
from serve.address import CannotStart, check_port
from serve.keeping import Child, Keeper
from serve.parts import PARTS, guarded, pages, prepare, printing, warm, worker
from serve.words import announce, complain


def main(arguments: list[str]) -> int:
    """Do what the arguments name, or all of it; returns the exit status: 2 when a setting or the command is wrong."""
    os.umask(0o077)
    try:
        settings = read_settings()
    except BadSetting as wrong:
        return complain(f"a setting is wrong: {wrong}", 2)
    except OSError as trouble:
        return complain(f"LAMIN_DATA: the folder can't be used: {trouble.strerror}", 2)
    if settings.production and os.geteuid() == 0:
        complain("running as root in production; an ordinary user is enough and safer")
    if not arguments:
        return _all(settings)
    if len(arguments) > 1 or arguments[0] not in PARTS:
        return complain(f"usage: python -m serve [{'|'.join(PARTS)}]", 2)
    return guarded(PARTS[arguments[0]], settings)


def _load() -> None:
    """Import once what every child needs: each is a copy of this process, starts in milliseconds and shares its memory."""
    import commands.workers  # noqa: F401
    from office import clock, hours

    hours.national_holidays(clock.now().year)
    gc.collect()


def _all(settings: Settings) -> int:
    gc.disable()  # until all is loaded: it stays, and would be looked through again and again
    try:
        check_port(settings)
        import app  # noqa: F401
    except CannotStart as trouble:
        return complain(str(trouble), 2)
    first = Child("prepare", prepare, settings)
    first.start(own_group=False)
    try:
        _load()  # beside the preparation, which needs another second
        status = os.waitstatus_to_exitcode(os.waitpid(first.pid, 0)[1])
    except KeyboardInterrupt:
        return 130
    if not status:
        warm(settings)
    children = [Child("pages", pages, settings), Child("worker", worker, settings)]
    children += [Child("printing", printing, settings)] if settings.mode in ("all", "kiosk") else []
    return status or Keeper(settings, children, announce).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
