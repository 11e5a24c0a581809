"""Residents who sign in with a code sent to their registered phone; nobody needs it to apply."""

from office.accounts import held, own
from office.accounts.phones import COUNTER, EARLIER, proof, record_phone
from office.accounts.sessions import AccountSession, end_all, needs_touch, session_of, sign_out, touch
from office.accounts.signing_in import CodeGone, SignIn, ask, enter, forget, may_still

__all__ = [
    "COUNTER",
    "EARLIER",
    "AccountSession",
    "CodeGone",
    "SignIn",
    "ask",
    "end_all",
    "enter",
    "forget",
    "held",
    "may_still",
    "needs_touch",
    "own",
    "proof",
    "record_phone",
    "session_of",
    "sign_out",
    "touch",
]
