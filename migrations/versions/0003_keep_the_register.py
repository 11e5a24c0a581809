"""Keep the register: residents, families, their history, the words of names, and the waiting room of an import."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# Compared byte by byte on both engines, so that a range of words is a beginning.
WORD = sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql")


def upgrade():
    op.create_table(
        "family",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(length=9), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        *_head_block(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family")),
        sa.UniqueConstraint("kk", name=op.f("uq_family_kk")),
    )
    op.create_index("ix_family_village_code", "family", ["village_code"], unique=False)
    op.create_table(
        "name_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", WORD, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_word")),
        sa.UniqueConstraint("word", name=op.f("uq_name_word_word")),
    )
    op.create_table(
        "register_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("origin", sa.String(length=9), nullable=False),
        sa.Column("actor_kind", sa.String(length=12), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("bad_rows", sa.Integer(), nullable=False),
        sa.Column("new_residents", sa.Integer(), nullable=False),
        sa.Column("changed_residents", sa.Integer(), nullable=False),
        sa.Column("new_families", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_import")),
    )
    op.create_table(
        "import_trouble",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(length=40), nullable=False),
        sa.Column("sentence", sa.String(length=200), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("kk", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["register_import.id"], name=op.f("fk_import_trouble_import_id_register_import")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_trouble")),
    )
    op.create_index(op.f("ix_import_trouble_import_id"), "import_trouble", ["import_id"], unique=False)
    op.create_table(
        "name_deletion",
        sa.Column("rest", WORD, nullable=False),
        sa.Column("word_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["word_id"], ["name_word.id"], name=op.f("fk_name_deletion_word_id_name_word")),
        sa.PrimaryKeyConstraint("rest", "word_id", name=op.f("pk_name_deletion")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "resident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=5), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("moved_to", sa.String(length=300), nullable=False),
        sa.Column("origin", sa.String(length=9), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        *_person(),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_resident_family_id_family")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident")),
        sa.UniqueConstraint("nik", name=op.f("uq_resident_nik")),
    )
    op.create_index("ix_resident_birth_date", "resident", ["birth_date"], unique=False)
    op.create_index(op.f("ix_resident_family_id"), "resident", ["family_id"], unique=False)
    op.create_index("ix_resident_father_nik", "resident", ["father_nik"], unique=False)
    op.create_index("ix_resident_mother_nik", "resident", ["mother_nik"], unique=False)
    op.create_table(
        "staged_resident",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=7), nullable=False),
        *_person(),
        *_head_block(),
        sa.ForeignKeyConstraint(
            ["import_id"], ["register_import.id"], name=op.f("fk_staged_resident_import_id_register_import")
        ),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_staged_resident")),
    )
    op.create_index("ix_staged_resident_kk", "staged_resident", ["import_id", "kk"], unique=False)
    op.create_index("ix_staged_resident_nik", "staged_resident", ["import_id", "nik"], unique=False)
    op.create_table(
        "staged_word",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["register_import.id"], name=op.f("fk_staged_word_import_id_register_import")
        ),
        sa.PrimaryKeyConstraint("import_id", "line", "word_id", name=op.f("pk_staged_word")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "register_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("family_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("element", sa.String(length=30), nullable=False),
        sa.Column("old", sa.String(length=300), nullable=False),
        sa.Column("new", sa.String(length=300), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("actor_kind", sa.String(length=12), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_register_change_family_id_family")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_register_change_resident_id_resident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_change")),
    )
    op.create_index(op.f("ix_register_change_application_id"), "register_change", ["application_id"], unique=False)
    op.create_index(op.f("ix_register_change_family_id"), "register_change", ["family_id"], unique=False)
    op.create_index(op.f("ix_register_change_resident_id"), "register_change", ["resident_id"], unique=False)
    op.create_table(
        "resident_word",
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("word_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_resident_word_resident_id_resident")),
        sa.ForeignKeyConstraint(["word_id"], ["name_word.id"], name=op.f("fk_resident_word_word_id_name_word")),
        sa.PrimaryKeyConstraint("resident_id", "word_id", name=op.f("pk_resident_word")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_resident_word_word_id", "resident_word", ["word_id", "resident_id"], unique=False)


def downgrade():
    op.drop_index("ix_resident_word_word_id", table_name="resident_word")
    op.drop_table("resident_word")
    op.drop_index(op.f("ix_register_change_resident_id"), table_name="register_change")
    op.drop_index(op.f("ix_register_change_family_id"), table_name="register_change")
    op.drop_index(op.f("ix_register_change_application_id"), table_name="register_change")
    op.drop_table("register_change")
    op.drop_table("staged_word")
    op.drop_index("ix_staged_resident_nik", table_name="staged_resident")
    op.drop_index("ix_staged_resident_kk", table_name="staged_resident")
    op.drop_table("staged_resident")
    op.drop_index("ix_resident_mother_nik", table_name="resident")
    op.drop_index("ix_resident_father_nik", table_name="resident")
    op.drop_index(op.f("ix_resident_family_id"), table_name="resident")
    op.drop_index("ix_resident_birth_date", table_name="resident")
    op.drop_table("resident")
    op.drop_table("name_deletion")
    op.drop_index(op.f("ix_import_trouble_import_id"), table_name="import_trouble")
    op.drop_table("import_trouble")
    op.drop_table("register_import")
    op.drop_table("name_word")
    op.drop_index("ix_family_village_code", table_name="family")
    op.drop_table("family")


def _person():
    """Columns 2 to 41 of F-1.01."""
    return [
        sa.Column("nik", sa.String(length=16), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("title_before", sa.String(length=40), nullable=False),
        sa.Column("title_after", sa.String(length=40), nullable=False),
        sa.Column("passport", sa.String(length=20), nullable=False),
        sa.Column("passport_until", sa.Date(), nullable=True),
        sa.Column("sponsor_name", sa.String(length=100), nullable=False),
        sa.Column("sponsor_type", sa.String(length=2), nullable=False),
        sa.Column("sponsor_address", sa.String(length=200), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("birth_place", sa.String(length=60), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("citizenship", sa.String(length=1), nullable=False),
        sa.Column("citizenship_decree", sa.String(length=60), nullable=False),
        sa.Column("has_birth_record", sa.Boolean(), nullable=True),
        sa.Column("birth_number", sa.String(length=40), nullable=False),
        sa.Column("blood", sa.String(length=2), nullable=False),
        sa.Column("religion", sa.String(length=1), nullable=False),
        sa.Column("belief", sa.String(length=100), nullable=False),
        sa.Column("marital", sa.String(length=1), nullable=False),
        sa.Column("has_marriage_record", sa.Boolean(), nullable=True),
        sa.Column("marriage_number", sa.String(length=40), nullable=False),
        sa.Column("marriage_date", sa.Date(), nullable=True),
        sa.Column("has_divorce_record", sa.Boolean(), nullable=True),
        sa.Column("divorce_number", sa.String(length=40), nullable=False),
        sa.Column("divorce_date", sa.Date(), nullable=True),
        sa.Column("shdk", sa.String(length=2), nullable=False),
        sa.Column("has_condition", sa.Boolean(), nullable=True),
        sa.Column("disability", sa.String(length=1), nullable=False),
        sa.Column("education", sa.String(length=2), nullable=False),
        sa.Column("occupation", sa.String(length=2), nullable=False),
        sa.Column("permit_number", sa.String(length=40), nullable=False),
        sa.Column("permit_place", sa.String(length=60), nullable=False),
        sa.Column("permit_issued", sa.Date(), nullable=True),
        sa.Column("permit_until", sa.Date(), nullable=True),
        sa.Column("first_arrival_place", sa.String(length=60), nullable=False),
        sa.Column("first_arrival_date", sa.Date(), nullable=True),
        sa.Column("mother_nik", sa.String(length=16), nullable=False),
        sa.Column("mother_name", sa.String(length=100), nullable=False),
        sa.Column("father_nik", sa.String(length=16), nullable=False),
        sa.Column("father_name", sa.String(length=100), nullable=False),
    ]


def _head_block():
    """The head block of F-1.01."""
    return [
        sa.Column("kk", sa.String(length=16), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("rt", sa.String(length=3), nullable=False),
        sa.Column("rw", sa.String(length=3), nullable=False),
        sa.Column("hamlet", sa.String(length=60), nullable=False),
        sa.Column("village_code", sa.String(length=13), nullable=False),
        sa.Column("postal_code", sa.String(length=5), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
    ]
