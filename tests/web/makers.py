"""Applications further on their way than the resident alone can bring them."""

from datetime import timedelta

from office import cards, documents, vault
from office.applications import Application, processing, review
from office.db import transaction
from office.documents import Document
from office.documents.access import pin_hash
from office.papers import FIX
from office.staff import Role
from office.vault import Store
from tests.factories import NOON, an_application, an_approved, an_officer

PDF = b"%PDF-1.7\n% a finished document, as far as the store can tell\n"


def a_finished(store: Store, *, data: bytes = PDF, specimen: bool = False) -> tuple[Application, Document]:
    """A birth whose document is signed and active; its bytes lie in the store."""
    import hashlib

    application = an_approved()
    document = documents.of(application.id)[0]
    key = vault.new_key("documents")
    store.put(key, data)
    digest = hashlib.sha256(data).hexdigest()
    with transaction():
        documents.give_number(document, region="6474", day=NOON.date(), at=NOON)
        documents.rendered(document, vault.new_key("drafts"), digest=digest, size=len(data), at=NOON)
        documents.signed(document, key, digest=digest, size=len(data), signature={}, specimen=specimen, at=NOON)
        processing.document_active(document, application, pin_hash=pin_hash(document), at=NOON + timedelta(hours=1))
    return application, document


def a_card_in(state: str) -> Application:
    """A lost KTP whose card is queued, printed, ready or handed over."""
    application = an_approved("ktp-hilang-rusak")
    card, officer = cards.of(application.id)[0], an_officer(Role.FRONT_DESK)
    steps = {
        cards.PRINTED: lambda: cards.move(card, cards.PRINTED, by=officer.actor, at=NOON),
        cards.READY: lambda: processing.card_ready(card, application, officer, at=NOON),
        cards.HANDED_OVER: lambda: processing.hand_over(
            card, application, officer, name="Maria Goretti Dalung", relation="sendiri", check="kk", at=NOON
        ),
    }
    for name, step in steps.items():
        if [*steps].index(name) <= [cards.QUEUED, *steps].index(state) - 1:
            with transaction():
                step()
    return application


def a_returned(*codes: str, reason: str = "Tanggal tertutup jari.") -> Application:
    """An application with these papers (or steps, written `answers:<code>`) sent back."""
    application, officer = an_application(), an_officer()
    with transaction():
        review.take(application, officer, at=NOON)
        review.look(application, officer, at=NOON)
        for code in codes:
            kind, _, name = code.rpartition(":")
            review.judge(application, kind or "paper", name, FIX, reason, officer, at=NOON)
        review.send_back(application, officer, at=NOON)
    return application
