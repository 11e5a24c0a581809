"""English stands whole behind its switch: each sentence that people read has its translation."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

import office
from office.errors import Refused
from tools import sentences

GAP = re.compile(r"%\((\w+)\)[sd]")


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    template = tmp_path_factory.mktemp("sentences") / "messages.pot"
    sentences.collect(template)
    return catalogue(template)


@pytest.fixture(scope="module")
def english() -> Catalog:
    return catalogue(sentences.CATALOGUE)


def test_every_sentence_has_its_english(spoken, english):
    missing = [message.id for message in spoken if message.id and not is_whole(english.get(message.id))]
    assert missing == [], "run `make translations-update`, then fill in the English"


def test_no_english_is_kept_for_sentences_that_are_gone(spoken, english):
    assert [message.id for message in english if message.id and spoken.get(message.id) is None] == []


def test_the_gaps_of_a_sentence_are_the_same_in_english(english):
    wrong = [m.id for m in english if m.id and any(gaps(text) - gaps_of(m.id) for text in strings_of(m))]
    assert wrong == []
    shorter = [m.id for m in english if isinstance(m.id, str) and m.id and gaps(m.id) - gaps(str(m.string))]
    assert shorter == []


def test_what_the_office_refuses_with_is_among_the_sentences(spoken):
    for module in pkgutil.walk_packages(office.__path__, "office."):
        importlib.import_module(module.name)
    said = {text for kind in kinds_of(Refused) for text in (kind.message, kind.next_step)}
    assert len(said) > 20
    assert [text for text in sorted(said) if GAP.sub("", text) and spoken.get(text) is None] == []


def test_a_plain_string_that_reads_like_a_sentence_is_found_and_prose_for_programmers_is_not(tmp_path):
    source = tmp_path / "noun.py"
    source.write_text(
        'class Gone(Refused):\n    """Not this one."""\n    message = "Berkas ini sudah tidak ada."\n\n'
        'def read(text):\n    if not text:\n        raise BadInput("missing", "Bagian ini belum diisi.")\n'
        '    raise ValueError("Only text is read.")\n\nQUERY = "SELECT name FROM region"\nCODE = "not_a_name"\n',
        encoding="utf-8",
    )
    with source.open("rb") as file:
        found = [text for _, _, text, _ in sentences.extract(file, {"_": None}, [], {})]
    assert found == ["Berkas ini sudah tidak ada.", "Bagian ini belum diisi."]


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, ignore_obsolete=True, abort_invalid=True)


def is_whole(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and all(strings_of(message))


def strings_of(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def gaps_of(identity: str | tuple[str, ...]) -> set[str]:
    return gaps(" ".join([identity] if isinstance(identity, str) else identity))


def gaps(text: str) -> set[str]:
    return set(GAP.findall(text))


def kinds_of(kind: type[Refused]) -> set[type[Refused]]:
    return {kind} | {below for each in kind.__subclasses__() for below in kinds_of(each)}
