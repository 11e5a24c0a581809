"""What people type about themselves, read strictly and kept exactly.

Each reader takes the text as typed and returns the value to keep, or raises `BadInput` with a code, an Indonesian
sentence (a msgid for gettext) and the params for its gaps. Readers know no database, no request and no clock.
"""

from office.identity.bad_input import BadInput
from office.identity.contact import read_email, read_phone
from office.identity.counts import read_date, read_day, read_hour, read_number, read_time
from office.identity.letters import one_line
from office.identity.names import read_name, read_text
from office.identity.nik import Kk, Nik, NotAKk, NotANik, read_kk, read_nik, warnings
from office.identity.nip import read_nip

__all__ = [
    "BadInput",
    "Kk",
    "Nik",
    "NotAKk",
    "NotANik",
    "one_line",
    "read_date",
    "read_day",
    "read_email",
    "read_hour",
    "read_kk",
    "read_name",
    "read_nik",
    "read_nip",
    "read_number",
    "read_phone",
    "read_text",
    "read_time",
    "warnings",
]
