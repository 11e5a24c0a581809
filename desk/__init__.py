"""Staff: work list, review, documents, cards, settings."""

from flask import Blueprint

from frame.access import guard

room = Blueprint("desk", __name__, url_prefix="/petugas")
guard(room)

from desk import (  # noqa: E402, F401
    absence,
    account,
    assist,
    attention,
    blanks,
    books,
    calendar,
    cards,
    corrections,
    counter,
    courier,
    daily_report,
    decisions,
    devices,
    documents,
    door,
    failures,
    figures_today,
    files,
    fines,
    formulir,
    hall,
    invitation,
    journal,
    numbering,
    offers,
    people,
    pickup,
    places,
    reassign,
    register,
    register_entry,
    register_files,
    report_files,
    reports,
    second_factor,
    settings,
    shell,
    sign_in,
    signatories,
    signing,
    survey,
    voiding,
    watching,
    wordings,
    worklist,
)
