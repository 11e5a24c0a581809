"""The regions of Indonesia, four levels deep, with the dotted codes of the Ministry of Home Affairs.

Filled from `data/regions/` (idn-area-data, ODbL). A code that has left the files stays as retired: old addresses
and the first six digits of old NIKs still carry it.
"""

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office.db import db, remembered, run

PROVINCE, REGENCY, DISTRICT, VILLAGE = 1, 2, 3, 4
BONTANG = "64.74"
FEWEST_LETTERS = 3  # of a search; fewer would find half the country

_FILES = (
    ("provinces.csv", ["code", "name"]),
    ("regencies.csv", ["code", "province_code", "name"]),
    ("districts.csv", ["code", "regency_code", "name"]),
    ("villages.csv", ["code", "district_code", "name"]),
)
_CODE = re.compile(r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?")
# How people write names that the register spells otherwise; spaces, hyphens and capitals never matter.
_ALIASES: Mapping[str, str] = {"berebas": "berbas"}


class Region(db.Model):  # type: ignore[name-defined]
    """One province, regency or city, kecamatan, or village; `folded` is its name as searches compare it."""

    __tablename__ = "region"
    code: Mapped[str] = mapped_column(sa.String(13), primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(sa.String(8), index=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    folded: Mapped[str] = mapped_column(sa.String(100))
    level: Mapped[int] = mapped_column(sa.SmallInteger)
    retired: Mapped[bool] = mapped_column(default=False)


_CODES = sa.select(Region.__table__.c.code).where(Region.__table__.c.code == sa.bindparam("code"))


class RegionSource(db.Model):  # type: ignore[name-defined]
    """The digest of the files that the table was last filled from; one row, id 1."""

    __tablename__ = "region_source"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(sa.String(64))


class RegionRow(NamedTuple):
    """One line of the files."""

    code: str
    parent_code: str | None
    name: str
    level: int


class BrokenRegionFile(ValueError):
    """A region file is not what the loader knows; the message names the file and the line's code."""


def read_regions(folder: Path) -> list[RegionRow]:
    """Every row of the four files, parents before children.

    Raises:
        BrokenRegionFile: a foreign header, an empty name, a code twice, or a code outside its parent.
        OSError: a file is missing.
    """
    known: dict[str, RegionRow] = {}
    for level, (filename, header) in enumerate(_FILES, start=PROVINCE):
        with (folder / filename).open(encoding="utf-8-sig", newline="") as file:
            for row in _rows_of(csv.reader(file), filename, header, level):
                if row.code in known or not row.name or (row.parent_code is not None and row.parent_code not in known):
                    raise BrokenRegionFile(f"{filename}: {row.code} is double, nameless or without its parent")
                known[row.code] = row
    return list(known.values())


def _rows_of(lines: Iterable[list[str]], filename: str, header: list[str], level: int) -> Iterable[RegionRow]:
    for number, line in enumerate(lines, start=1):
        if number == 1 and line != header:
            raise BrokenRegionFile(f"{filename}: the header is not {','.join(header)}")
        if number == 1 or not line:
            continue
        if len(line) != len(header):
            raise BrokenRegionFile(f"{filename}: line {number} has {len(line)} fields")
        yield RegionRow(line[0], line[1] if level > PROVINCE else None, line[-1].strip(), level)


def digest_of(folder: Path) -> str:
    """SHA-256 over the four files, in hexadecimal."""
    digest = hashlib.sha256()
    for filename, _ in _FILES:
        digest.update((folder / filename).read_bytes())
    return digest.hexdigest()


def load_regions(folder: Path) -> int:
    """Bring the table up to the files and return how many rows were written: 0 when the stored digest is theirs.

    Adds, renames and retires; the caller commits.

    Raises:
        BrokenRegionFile: see `read_regions`; nothing was written.
    """
    digest = digest_of(folder)
    source = db.session.get(RegionSource, 1)
    if source is not None and source.digest == digest:
        return 0
    rows = {row.code: row for row in read_regions(folder)}
    stored = {code: (parent, name, retired) for code, parent, name, retired in db.session.execute(_everything())}
    written = _insert([row for row in rows.values() if row.code not in stored])
    for code, seen in stored.items():
        wanted = (rows[code].parent_code, rows[code].name, False) if code in rows else (*seen[:2], True)
        if wanted != seen:
            _update(code, *wanted)
            written += 1
    db.session.merge(RegionSource(id=1, digest=digest))
    db.session.flush()
    return written


def _everything() -> sa.Select[str, str | None, str, bool]:
    return sa.select(Region.code, Region.parent_code, Region.name, Region.retired)


def _insert(rows: list[RegionRow]) -> int:
    values = [{**row._asdict(), "folded": folded(row.name), "retired": False} for row in rows]
    if values:
        db.session.execute(sa.insert(Region.__table__), values)
    return len(values)


def _update(code: str, parent_code: str | None, name: str, retired: bool) -> None:
    values = {"parent_code": parent_code, "name": name, "folded": folded(name), "retired": retired}
    db.session.execute(sa.update(Region).where(Region.code == code).values(values))


def folded(text: str) -> str:
    """A name as searches compare it: small letters and digits alone, accents off; `Lok Tuan` and `Loktuan` are one."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return "".join(filter(str.isalnum, plain.casefold()))


def villages_of(regency_code: str) -> list[Region]:
    """The villages (kelurahan, desa) of a regency or city such as `64.74`, by code; retired ones left out."""
    districts = sa.select(Region.code).where(Region.parent_code == regency_code, Region.level == DISTRICT)
    inside = Region.parent_code.in_(districts)
    query = sa.select(Region).where(inside, Region.level == VILLAGE, ~Region.retired).order_by(Region.code)
    return list(db.session.scalars(query))


def name_of(code: str) -> str | None:
    """The name behind a dotted code of any level, retired ones too; None when there is none."""
    if not _CODE.fullmatch(code):  # typed by anybody; PostgreSQL will not even compare a NUL
        return None
    return db.session.scalar(sa.select(Region.name).where(Region.code == code))


def is_village(code: str) -> bool:
    """Whether a dotted code is that of a village (kelurahan, desa) that is or was."""
    return code.count(".") + 1 == VILLAGE and bool(_CODE.fullmatch(code)) and _is_known(code)


def is_regency(code: str) -> bool:
    """Whether a dotted code such as `64.74` is that of a regency or city that is."""
    found = db.session.get(Region, code) if _CODE.fullmatch(code) else None
    return found is not None and found.level == REGENCY and not found.retired


def is_place(name: str) -> bool:
    """Whether a region below a province bears this name, or begins with it: `Bontang`, `Kota Bontang`, `Sangatta`."""
    wanted, known = " ".join(name.lower().split()), sa.func.lower(Region.name)
    bare = sa.func.replace(sa.func.replace(known, "kabupaten ", ""), "kota ", "")
    alike = (sa.or_(each == wanted, each.startswith(f"{wanted} ", autoescape=True)) for each in (known, bare))
    query = sa.select(Region.code).where(Region.level > PROVINCE, ~Region.retired, sa.or_(*alike))
    return bool(wanted) and db.session.scalar(query.limit(1)) is not None


def path_of(code: str) -> str | None:
    """The region with all above it up to the regency: `Kel. Api-api, Kec. Bontang Utara, Kota Bontang`.

    A province gives its name alone; an unknown code None.
    """
    return paths_of([code]).get(code)


def paths_of(codes: Iterable[str]) -> dict[str, str]:
    """`path_of` for many codes in one query; unknown codes are left out."""
    chains = {code: _chain(code) for code in codes if _CODE.fullmatch(code)}
    wanted = {link for chain in chains.values() for link in chain}
    rows = db.session.execute(sa.select(Region.code, Region.name).where(Region.code.in_(wanted)))
    names: dict[str, str] = dict(rows.all())
    return {
        code: ", ".join(_titled(link, names[link]) for link in chain if link in names)
        for code, chain in chains.items()
        if code in names
    }


def _chain(code: str) -> list[str]:
    parts = code.split(".")
    longer = [".".join(parts[:depth]) for depth in range(len(parts), 1, -1)]
    return longer or [code]


def _titled(code: str, name: str) -> str:
    level = code.count(".") + 1
    if level == DISTRICT:
        return f"Kec. {name}"
    if level == VILLAGE:
        # The village part begins with 1 for a kelurahan; 2 and 3 are kinds of desa.
        return f"Kel. {name}" if code[9] == "1" else f"Desa {name}"
    return name


def known_district(code6: str) -> bool:
    """Whether six digits, as a NIK begins, are a kecamatan that is or was; dots are accepted."""
    dotted = ".".join(re.findall("..", code6.replace(".", "")))
    if not _CODE.fullmatch(dotted) or dotted.count(".") + 1 != DISTRICT:
        return False
    return _is_known(dotted)


def _is_known(code: str) -> bool:
    """Whether there is such a code; those of one form are often alike, and asked for once."""
    known = remembered().setdefault(_is_known, {})
    if code not in known:
        known[code] = run(_CODES, code=code).first() is not None
    return bool(known[code])


def search_villages(text: str, limit: int = 10) -> list[Region]:
    """Villages whose name holds what was typed; words after a comma must be in the names above (`Telihan, Bontang`).

    Those of Bontang come first, then whole names, then beginnings. Spaces, hyphens, capitals and the usual other
    spellings (Berebas, Loktuan, Telihan, Api-Api) do not matter. Empty under three letters.
    """
    sought, *above = [_unaliased(folded(part)) for part in text.split(",")]
    if len(sought) < FEWEST_LETTERS:
        return []
    query = sa.select(Region).where(Region.level == VILLAGE, ~Region.retired, Region.folded.contains(sought))
    for part in filter(None, above):
        query = query.where(_under(part))
    home = sa.case((Region.code.startswith(f"{BONTANG}."), 0), else_=1)
    likeness = sa.case((Region.folded == sought, 0), (Region.folded.startswith(sought), 1), else_=2)
    return list(db.session.scalars(query.order_by(home, likeness, Region.name, Region.code).limit(limit)))


def _under(part: str) -> sa.ColumnElement[bool]:
    found = sa.select(Region.code).where(Region.level < VILLAGE, Region.folded.contains(part))
    return sa.or_(*(sa.func.substr(Region.code, 1, length).in_(found) for length in (8, 5, 2)))


def _unaliased(text: str) -> str:
    for other, name in _ALIASES.items():
        text = text.replace(other, name)
    return text
