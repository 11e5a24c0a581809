"""Officers: who they are, what their role opens, and how they sign in and out."""

from office.staff import invitations, passkeys, passwords, second_factor, sessions
from office.staff.changes import add_officer, by_login, disable, give_role, set_password, take_password
from office.staff.officers import MUST_PROVE, Officer, Role, of_role, rename
from office.staff.passwords import SHORTEST_PASSWORD, WeakPassword, check_password
from office.staff.sessions import (
    OfficerSession,
    SignInPaused,
    WrongSignIn,
    needs_touch,
    sign_in,
    sign_out,
    signed_in,
    touch,
)

__all__ = [
    "MUST_PROVE",
    "SHORTEST_PASSWORD",
    "Officer",
    "OfficerSession",
    "Role",
    "SignInPaused",
    "WeakPassword",
    "WrongSignIn",
    "add_officer",
    "by_login",
    "check_password",
    "disable",
    "give_role",
    "invitations",
    "needs_touch",
    "of_role",
    "passkeys",
    "passwords",
    "rename",
    "second_factor",
    "sessions",
    "set_password",
    "sign_in",
    "sign_out",
    "signed_in",
    "take_password",
    "touch",
]
