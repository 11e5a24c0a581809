"""The office's staff on the first day: the demo's log-ins and as many more officers as the work wants, each by role."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from flask import Flask

from commands import demo
from office.db import transaction
from office.staff import Officer, Role, add_officer

# Besides the demo's one of each.
MORE = {Role.VERIFIER: ("Dewi Anggraini", "Markus Lawing"), Role.REGISTRAR: ("Siti Rohani",),
        Role.FRONT_DESK: ("Arief Rahman", "Ni Made Ayu", "Yuliana Tandi", "Joko Santoso", "Hasnah")}  # fmt: skip


@dataclass(frozen=True)
class Staff:
    """Officers by what they do: check files, approve them, sit at the counters and the print room; and the head."""

    checkers: tuple[Officer, ...]
    approvers: tuple[Officer, ...]
    front: tuple[Officer, ...]
    head: Officer


def employ(app: Flask, scale: float, *, at: datetime) -> Staff:
    """Add them; the demo's log-ins are written down where `make run` writes them."""
    people = [(login, name, role) for login, name, role in demo.OFFICERS]
    for role, names in MORE.items():
        few = [(f"{role}{number}", name, role) for number, name in enumerate(names, 2)]
        people += few
        people += [(f"{role}{9 + number}", f"Petugas {9 + number}", role) for number in range(_more(role, scale))]
    passwords = {login: demo.new_password() for login, _, _ in people}
    with transaction():
        officers = [add_officer(login, name, role, passwords[login], at=at) for login, name, role in people]
        for officer in officers:
            officer.demo = True
    data = app.extensions["lamin"].settings.data
    demo.write_down(demo.logins_file(data), [(login, passwords[login], str(role)) for login, _, role in people])
    by_role = {role: tuple(each for each in officers if each.role == role) for role in Role}
    return Staff(by_role[Role.VERIFIER], by_role[Role.REGISTRAR], by_role[Role.FRONT_DESK], by_role[Role.HEAD][0])


def _more(role: Role, scale: float) -> int:
    usual = 1 + len(MORE[role])
    return max(ceil(usual * scale) - usual, 0)
