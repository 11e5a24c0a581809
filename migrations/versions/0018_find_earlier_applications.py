"""Let residents who sign in find the applications they sent before it was kept by what these are found."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from office import codes

revision = "0018"
down_revision = "0017"
branch_labels = depends_on = None

AT_ONCE = 500
_APPLICATION = sa.table("application", sa.column("id", sa.Integer), sa.column("applicant_key", sa.String))
_ANSWERS = sa.table(
    "step_answers", sa.column("application_id", sa.Integer), sa.column("code", sa.String), sa.column("values", sa.JSON),
    sa.column("saved_at"),
)  # fmt: skip


def upgrade() -> None:
    """Name who applied, five hundred applications at once; one that says no NIK, or was deleted, keeps no name."""
    connection, last = op.get_bind(), 0
    nameless = sa.select(_APPLICATION.c.id).where(_APPLICATION.c.applicant_key.is_(None)).order_by(_APPLICATION.c.id)
    while ids := connection.scalars(nameless.where(_APPLICATION.c.id > last).limit(AT_ONCE)).all():
        last = ids[-1]
        named = [{"number": number, "key": key} for number, key in _keys(connection, ids)]
        if named:
            one = sa.update(_APPLICATION).where(_APPLICATION.c.id == sa.bindparam("number"))
            connection.execute(one.values(applicant_key=sa.bindparam("key")), named)


def downgrade() -> None:
    """Nothing to take back: the names stay true, and go with their column."""


def _keys(connection: sa.Connection, ids: Any) -> list[tuple[int, str]]:
    """Each application's number with the opaque name of who applied, as `helping.applicant_key` gives it to a new one."""
    said: dict[int, dict[str, dict[str, Any]]] = {}
    wanted = (
        _ANSWERS.c.application_id.in_(ids),
        _ANSWERS.c.code.in_(("pemohon", "pemilik")),
        _ANSWERS.c.saved_at.is_not(None),
    )
    for number, code, values in connection.execute(sa.select(*_ANSWERS.c[:3]).where(*wanted)):
        said.setdefault(number, {})[code] = values
    found = []
    for number, answers in said.items():
        applicant = answers.get("pemohon", {})
        holder = answers.get("pemilik", {}) if applicant.get("untuk") == "sendiri" else {}
        nik = applicant.get("nik") or holder.get("nik")
        if nik:
            found.append((number, codes.person("nik", str(nik))))
    return found
