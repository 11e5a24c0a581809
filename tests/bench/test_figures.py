"""The arithmetic of the benchmark; how fast anything is, is not for a test."""

import json

import pytest

from bench import clients, figures
from bench.__main__ import BENCHES, LATEST, SHOWN, main
from bench.figures import Figure
from tests.house.tree import ROOT


def test_the_noise_is_the_distance_of_the_outermost_rounds_in_per_cent_of_the_middle():
    assert figures.spread([9.0, 10.0, 12.0]) == pytest.approx(30)
    assert figures.spread([0.0, 0.0]) == 0


def test_each_round_is_held_against_the_one_beside_it():
    assert figures.ratios([2.0, 8.0], [1.0, 2.0]) == [2.0, 4.0]


def test_rounds_that_have_nothing_beside_them_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        figures.ratios([1.0, 2.0], [1.0])


def test_rounds_alternate_in_who_comes_first_and_the_first_pair_is_not_counted():
    said = []
    ours, beside = figures.alternate(2, lambda: said.append("A") or len(said), lambda: said.append("B") or len(said))
    assert said in (list("BAABBA"), list("ABBAAB"))
    assert len(ours) == len(beside) == 2 and 1 not in ours + beside and 2 not in ours + beside


def test_a_figure_of_rounds_is_their_middle_with_its_noise():
    figure = figures.of_rounds("page_ms", [3.0, 1.0, 2.0], "ms", limit=4.0, ratio=0.5)
    assert (figure.value, figure.spread, figure.limit, figure.ratio) == (2.0, 100.0, 4.0, 0.5)


def test_a_new_figure_replaces_the_old_one_and_leaves_the_others(tmp_path):
    path = tmp_path / "latest.json"
    figures.write([Figure("a", 1.23456789, "ms"), Figure("b", 2, "s", 3, 2 / 3)], path)
    figures.write([Figure("b", 1, "s", 3, 1 / 3)], path)
    assert json.loads(path.read_text()) == [
        {"name": "a", "value": 1.2346, "unit": "ms", "limit": None, "ratio": None},
        {"name": "b", "value": 1.0, "unit": "s", "limit": 3.0, "ratio": 0.33333},
    ]


def test_large_figures_keep_all_their_digits_in_the_table_and_small_ones_three():
    assert [figures.shown(value) for value in (50794, 1.8351, 0.07081, None)] == ["50,794", "1.84", "0.0708", "-"]


def test_the_table_has_a_line_for_each_figure_and_says_the_noise():
    lines = figures.table([Figure("restart_s", 1.8, "s", 3, 0.6, spread=28.4), Figure("page_ms", 2, "ms")]).splitlines()
    assert len(lines) == 3 and "28 %" in lines[1] and lines[2].split()[:3] == ["page_ms", "2", "ms"]


def test_a_name_that_is_none_is_refused_with_those_there_are(capsys):
    assert main(["page_ration"]) == 2
    assert "page_ratio" in capsys.readouterr().err


def test_every_figure_that_is_kept_is_explained_and_can_be_asked_for():
    names = [name for each in BENCHES for name in each]
    told = (ROOT / "docs" / "operating" / "bench.md").read_text("utf-8")
    assert len(names) == len(set(names)) and not [name for name in names if f"`{name}`" not in told]
    assert {row["name"] for row in json.loads(LATEST.read_text("utf-8"))} == set(names)


def test_a_client_sends_back_the_cookies_it_was_given():
    answer = clients.Answer(200, b"HTTP/1.1 200 OK\r\nset-cookie: a=1; Path=/\r\nSet-Cookie: b=2", b"")
    assert answer.cookies == "a=1; b=2"


def test_the_page_of_figures_is_what_was_measured_last():
    assert SHOWN.read_text("utf-8") == figures.page(LATEST)


def test_the_page_says_which_limit_is_kept_and_which_is_not(tmp_path):
    path = tmp_path / "latest.json"
    rates = [Figure("kk_per_s", 6, "KK/s", 5), Figure("tickets_per_s_8", 400, "tickets/s", 500), Figure("restart_s", 4, "s", 3)]
    figures.write([*rates, Figure("page_ms", 2, "ms")], path)
    assert [line.split("|")[-2].strip() for line in figures.page(path).splitlines()[-4:]] == [
        "kept", "**not kept**", "**not kept**", "",
    ]  # fmt: skip
