"""Which photos an officer could read: judged on drawn papers of which we know how they were taken."""

from functools import cache

import pytest
from PIL import Image

from outside.intake.legibility import flaws_of
from tests.outside import papers

SHEETS = {"card": (papers.card, (1600, 1200)), "letter": (papers.letter, (1200, 1600))}


@cache
def sheet(kind: str) -> Image.Image:
    return SHEETS[kind][0](1600).convert("L")  # the judgement is in grey, and grey is drawn three times as fast


def flaws(kind: str, scale: float = 1, **how: float) -> tuple[str, ...]:
    size = tuple(round(side * scale) for side in SHEETS[kind][1])
    return flaws_of(papers.photo(sheet(kind), size, **how), min(size))


both = pytest.mark.parametrize("kind", SHEETS)


@both
@pytest.mark.parametrize(
    "how",
    [
        {},
        {"noise": 8},
        {"turn": 45},
        {"fill": 0.5},
        {"fill": 1.2, "turn": 0},
        {"table": 245},
        {"light": 0.5},
        {"haze": 0.4},
        {"blur": 1},
    ],
    ids=str,
)
def test_a_sharp_photo_passes(kind, how):
    assert flaws(kind, **how) == ()


@both
@pytest.mark.parametrize(
    "how",
    [
        {"blur": 3},
        {"blur": 15},
        {"blur": 3, "noise": 8},
        {"blur": 3, "table": 245},
        {"blur": 3, "light": 0.5},
        {"blur": 3, "fill": 0.5},
        {"motion": 10, "turn": 0},
    ],
    ids=str,
)
def test_a_blurred_photo_is_told(kind, how):
    assert flaws(kind, **how) == ("blurred",)


@both
def test_a_blurred_photo_does_not_get_sharp_by_having_more_pixels(kind):
    assert flaws(kind, 1.5, blur=5) == ("blurred",)
    assert flaws(kind, 1.5) == ()


@both
def test_a_photo_in_the_dark_is_told(kind):
    assert flaws(kind, light=0.2) == ("too_dark",)


@both
@pytest.mark.parametrize("haze", [0.75, 0.9])
def test_a_washed_out_photo_is_told(kind, haze):
    assert flaws(kind, haze=haze) == ("too_bright",)


@both
def test_a_tiny_photo_is_told(kind):
    assert "too_small" in flaws(kind, 0.4)
    assert flaws(kind, 0.55) == ()


@pytest.mark.parametrize(("grey", "flaw"), [(0, "too_dark"), (120, "blurred"), (255, "too_bright")])
def test_a_photo_of_nothing_is_told(grey, flaw):
    assert flaws_of(Image.new("RGB", (1600, 1200), (grey,) * 3), 1200) == (flaw,)


@pytest.mark.parametrize("size", [(1, 1), (1, 2200), (31, 31), (33, 2200)])
def test_odd_shapes_are_judged_without_fail(size):
    assert "too_small" in flaws_of(Image.new("RGB", size), min(size))


def test_a_scan_passes():
    assert flaws_of(papers.letter(1240), 1240) == ()
    assert flaws_of(papers.letter(1240, lines=3), 1240) == ()
