"""The regions of Indonesia: what is in the files, and what the table answers."""

from pathlib import Path

import pytest

from office import regions
from office.db import db, transaction

FOLDER = Path(__file__).parents[2] / "data" / "regions"

# 64.74 itself, its three kecamatan and fifteen kelurahan, as the Ministry of Home Affairs codes them.
BONTANG = {
    "64.74": "Kota Bontang",
    "64.74.01": "Bontang Utara",
    "64.74.02": "Bontang Selatan",
    "64.74.03": "Bontang Barat",
    "64.74.01.1001": "Bontang Kuala",
    "64.74.01.1002": "Bontang Baru",
    "64.74.01.1003": "Lok Tuan",
    "64.74.01.1004": "Guntung",
    "64.74.01.1005": "Gunung Elai",
    "64.74.01.1006": "Api-api",
    "64.74.02.1001": "Tanjung Laut",
    "64.74.02.1002": "Berbas Tengah",
    "64.74.02.1003": "Berbas Pantai",
    "64.74.02.1004": "Satimpo",
    "64.74.02.1005": "Bontang Lestari",
    "64.74.02.1006": "Tanjung Laut Indah",
    "64.74.03.1001": "Belimbing",
    "64.74.03.1002": "Gunung Telihan",
    "64.74.03.1003": "Kanaan",
}
ELSEWHERE = {
    "64": "Kalimantan Timur",
    "64.02": "Kabupaten Kutai Kartanegara",
    "64.02.16": "Kenohan",
    "64.02.16.2003": "Lamin Telihan",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path, BONTANG | ELSEWHERE)


@pytest.fixture
def loaded(app, folder):
    with transaction():
        regions.load_regions(folder)
    return folder


def written(folder: Path, names: dict[str, str]) -> Path:
    for level, (filename, header) in enumerate(regions._FILES, start=1):
        rows = [
            [code, name] if level == 1 else [code, code.rpartition(".")[0], name]
            for code, name in names.items()
            if code.count(".") + 1 == level
        ]
        lines = "\n".join(",".join(line) for line in [header, *rows])
        (folder / filename).write_text(lines + "\n", encoding="utf-8")
    return folder


def test_the_files_hold_bontang_exactly():
    rows = regions.read_regions(FOLDER)
    assert len(rows) == 38 + 514 + 7285 + 83762
    assert {row.code: row.name for row in rows if row.code.startswith("64.74")} == BONTANG
    assert all(row.parent_code == row.code.rpartition(".")[0] for row in rows if row.level > 1)


def test_the_licence_and_its_attribution_stand_beside_the_data():
    assert "Open Database License" in (FOLDER / "LICENSE.md").read_text(encoding="utf-8")
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "contains **idn-area-data**" in readme and "ODbL" in readme and "4.0.1" in readme


@pytest.mark.parametrize(
    ("filename", "line"),
    [
        ("provinces.csv", "64,Kalimantan Timur"),
        ("districts.csv", "64.75.01,64.75,Tanpa Induk"),
        ("villages.csv", "64.74.01.1001,64.74.01,"),
        ("villages.csv", "64.74.01.1001"),
    ],
)
def test_a_broken_file_is_refused_by_its_name(folder, filename, line):
    with (folder / filename).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(regions.BrokenRegionFile, match=filename):
        regions.read_regions(folder)


def test_a_foreign_header_is_refused(folder):
    (folder / "regencies.csv").write_text("id,nama\n1,Kutai\n", encoding="utf-8")
    with pytest.raises(regions.BrokenRegionFile, match=r"regencies\.csv"):
        regions.read_regions(folder)


def test_the_whole_country_is_loaded_once(app):
    with transaction():
        db.session.query(regions.Region).delete()
        assert regions.load_regions(FOLDER) == 91599
    with transaction():
        assert regions.load_regions(FOLDER) == 0
    assert [village.name for village in regions.villages_of("64.74")] == list(BONTANG.values())[4:]
    assert regions.path_of("64.74.01.1006") == "Kel. Api-api, Kec. Bontang Utara, Kota Bontang"
    assert {regions.known_district(code) for code in ("647401", "647402", "647403")} == {True}
    assert not regions.known_district("999901")


def test_a_new_edition_adds_renames_and_retires(app, loaded, tmp_path):
    edition = BONTANG | ELSEWHERE | {"64.74.03.1003": "Kanaan Baru", "64.74.03.1004": "Teluk Contoh"}
    del edition["64.74.02.1004"]
    written(tmp_path, edition)
    with transaction():
        assert regions.load_regions(tmp_path) == 3
    names = [village.name for village in regions.villages_of("64.74")]
    assert "Kanaan Baru" in names and "Teluk Contoh" in names and "Satimpo" not in names
    # An old address still has its name.
    assert regions.path_of("64.74.02.1004") == "Kel. Satimpo, Kec. Bontang Selatan, Kota Bontang"
    assert regions.search_villages("satimpo") == []
    with transaction():
        assert regions.load_regions(tmp_path) == 0


def test_a_load_that_is_given_up_leaves_the_table_as_it_was(app, loaded, tmp_path):
    written(tmp_path, BONTANG | ELSEWHERE | {"64.74.03.1003": "Kanaan Baru"})
    with pytest.raises(KeyboardInterrupt), transaction():
        regions.load_regions(tmp_path)
        raise KeyboardInterrupt
    assert regions.name_of("64.74.03.1003") == "Kanaan"
    assert db.session.get(regions.RegionSource, 1).digest != regions.digest_of(tmp_path)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Loktuan", ["Lok Tuan"]),
        ("LOK TUAN", ["Lok Tuan"]),
        ("berebas", ["Berbas Pantai", "Berbas Tengah"]),
        ("Berebas Tengah", ["Berbas Tengah"]),
        ("telihan", ["Gunung Telihan", "Lamin Telihan"]),
        ("Telihan, Bontang", ["Gunung Telihan"]),
        ("telihan, kutai", ["Lamin Telihan"]),
        ("Api-Api", ["Api-api"]),
        ("api api", ["Api-api"]),
        ("tanjung laut", ["Tanjung Laut", "Tanjung Laut Indah"]),
        ("%%%", []),
        ("ap", []),
        ("", []),
        ("\x00\x00\x00'--", []),
    ],
)
def test_a_village_is_found_under_the_names_people_use(loaded, typed, found):
    assert [village.name for village in regions.search_villages(typed)] == found


def test_a_search_keeps_its_limit(loaded):
    assert len(regions.search_villages("ung", limit=2)) == 2


def test_names_and_paths_of_every_level(loaded):
    assert regions.name_of("64") == "Kalimantan Timur" == regions.path_of("64")
    assert regions.path_of("64.74.02") == "Kec. Bontang Selatan, Kota Bontang"
    assert regions.path_of("64.02.16.2003") == "Desa Lamin Telihan, Kec. Kenohan, Kabupaten Kutai Kartanegara"


@pytest.mark.parametrize("odd", ["", "99.99.01.1001", "6474", "64.74.", "\x00", "64.74' OR 1=1"])
def test_an_unknown_code_has_neither_name_nor_path(loaded, odd):
    assert regions.name_of(odd) is None and regions.path_of(odd) is None
    assert regions.known_district(odd) is False
