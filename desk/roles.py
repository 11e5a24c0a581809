"""Which door opens to which role: the one table, tested route by route in tests/desk/test_doors.py."""

from flask_babel import gettext as _

from office.staff import Role

LISTS = (Role.FRONT_DESK, Role.VERIFIER, Role.REGISTRAR, Role.SECTION_HEAD, Role.HEAD, Role.ADMINISTRATOR)
CARDS = (Role.FRONT_DESK, Role.VERIFIER, Role.REGISTRAR)
FILES = (Role.VERIFIER, Role.REGISTRAR)
DECISIONS = (Role.REGISTRAR,)
# A revocation is approved by another officer than who asked; an office may have one registrar alone.
REVOKES = (Role.REGISTRAR, Role.ADMINISTRATOR)
# An administrator frees a file that somebody left behind, and mends what failed, without seeing anybody's papers.
RELEASES = (Role.VERIFIER, Role.REGISTRAR, Role.SECTION_HEAD, Role.HEAD, Role.ADMINISTRATOR)
TROUBLES = (Role.VERIFIER, Role.REGISTRAR, Role.ADMINISTRATOR)
COUNTERS = (Role.FRONT_DESK, Role.VERIFIER, Role.REGISTRAR)
DOOR = (Role.FRONT_DESK, Role.VERIFIER, Role.REGISTRAR, Role.ADMINISTRATOR)
BOOKS = (Role.REGISTRAR, Role.SECTION_HEAD, Role.HEAD, Role.ADMINISTRATOR)
# The section heads and the head steer: figures, promises, stock, what residents think; they see nobody's papers.
STEERS = (Role.SECTION_HEAD, Role.HEAD, Role.ADMINISTRATOR)
# Who answers a resident's doubt and judges looks without a case; who searches the journal for a person, with a reason.
WATCHES = (Role.SECTION_HEAD, Role.HEAD)
SEARCHES_PEOPLE = (Role.HEAD, Role.ADMINISTRATOR)
HOUSEKEEPING = (Role.ADMINISTRATOR,)
# Who closes the counter and opens it again, and answers for the hours, the holidays and the services on offer.
CLOSES = (Role.HEAD, Role.ADMINISTRATOR)
# Who prints sees how many blanks are left; who answers for them notes what came and what was counted.
STOCK = (Role.SECTION_HEAD, Role.ADMINISTRATOR)
STOCK_SEEN = (*CARDS, *STEERS)


def words() -> dict[str, str]:
    """Each role as people say it."""
    return {
        Role.FRONT_DESK: _("petugas loket"),
        Role.VERIFIER: _("verifikator"),
        Role.REGISTRAR: _("pejabat penanda tangan"),
        Role.SECTION_HEAD: _("kepala bidang"),
        Role.HEAD: _("kepala dinas"),
        Role.ADMINISTRATOR: _("administrator"),
    }
