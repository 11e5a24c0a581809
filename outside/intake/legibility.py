"""What can be told of a photo of a paper without reading it: too small, too dark, too bright, blurred.

A cut-off paper is not looked for: a scan that fills its frame, a hand at the edge and a light table all look the same
to means as simple as these, and a wrong "take it again" costs more trust than it saves. The limits were set on drawn
papers: cards and letters, turned, grainy, pressed hard, on dark and light tables.
"""

from functools import reduce

from PIL import Image, ImageChops, ImageFilter

MIN_SIDE = 600  # pixels of the shorter side; an identity card that fills it then has about 280 dots an inch

_SIDE = 1600  # every photo is judged at this longest side; smaller ones are judged as they are
_TILE = 32
_PAPER_DARK = 80  # grey level of the brightest fiftieth of the photo
_PAPER_LIGHT = 180
_INK_PALE = 60  # grey levels between paper and ink where the print is strongest
_INK_SEEN = 16  # the same, for a tile to count as print at all
_MIN_TILES = 8
_CALM = 1.0  # radius that takes off grain and leaves print
_SOFT = 0.155  # see steepness(): drawn sharp print gives 0.33 and more, a Gaussian radius of 2 about 0.18, 3 about 0.13


def flaws_of(picture: Image.Image, shorter_side: int) -> tuple[str, ...]:
    """Name the flaws of an upright RGB photo whose shorter side had `shorter_side` pixels before it was shrunk.

    Codes: too_small, and one of too_dark, too_bright (pale print on light paper), blurred.
    """
    grey = picture.convert("L")
    grey.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=None)
    small = ("too_small",) if shorter_side < MIN_SIDE else ()
    unclear = _unclear(grey) if min(grey.size) >= _TILE else None
    return (*small, unclear) if unclear else small


def _unclear(grey: Image.Image) -> str | None:
    paper = _level(grey.histogram(), 0.98)
    if paper < _PAPER_DARK:
        return "too_dark"
    across, down, ink = steepness(grey)
    if ink and min(across, down) < _SOFT:
        return "blurred"
    if ink < _INK_PALE and paper >= _PAPER_LIGHT:
        return "too_bright"
    return None if ink else "blurred"


def steepness(grey: Image.Image) -> tuple[float, float, int]:
    """Measure how steep the edges of print are, from left to right and from top to bottom, and how strong the ink is.

    In each tile of 32 x 32 pixels: the largest step between neighbours over the largest difference in the tile, both
    less what the quietest tiles show, which is grain. So it tells the softness of edges whatever their contrast, and
    a camera that moved shows in one direction only. The figure is the upper quartile of the tiles with print; ink is
    the difference in grey levels that the strongest fiftieth of all tiles reach. Without print all three are 0.
    """
    calm = grey.filter(ImageFilter.GaussianBlur(_CALM))
    lightest, darkest = _peaks(calm), ImageChops.invert(_peaks(ImageChops.invert(calm)))
    spread = _above_grain(ImageChops.subtract(lightest, darkest))
    across, down = (_above_grain(_peaks(_steps(calm, x, y))) for x, y in ((1, 0), (0, 1)))
    enough = max(_INK_SEEN, _at(spread, 0.9) // 2)
    print_tiles = [place for place, difference in enumerate(spread) if difference >= enough]
    if len(print_tiles) < _MIN_TILES:
        return 0.0, 0.0, 0
    right, below = (_at([steps[place] / spread[place] for place in print_tiles], 0.75) for steps in (across, down))
    return right, below, int(_at(spread, 0.98))


def _above_grain(tiles: Image.Image) -> list[int]:
    values = tiles.tobytes()
    grain = int(_at(values, 0.05))
    return [max(0, value - grain) for value in values]


def _at(values: list[int] | list[float] | bytes, share: float) -> float:
    """The value that `share` of all the values stay below."""
    return sorted(values)[int(len(values) * share)]


def _level(counts: list[int], share: float) -> int:
    """The grey level that `share` of all the pixels do not exceed."""
    wanted = sum(counts) * share
    for level, count in enumerate(counts):
        wanted -= count
        if wanted <= 0:
            return level
    return len(counts) - 1


def _steps(grey: Image.Image, x: int, y: int) -> Image.Image:
    """The difference of each pixel from its neighbour `x` to the right and `y` below; 0 at the far edges."""
    width, height = grey.size
    whole = Image.new("L", grey.size)
    whole.paste(ImageChops.difference(grey.crop((0, 0, width - x, height - y)), grey.crop((x, y, width, height))))
    return whole


def _peaks(grey: Image.Image) -> Image.Image:
    """The largest value of each tile, as a small picture; what is left over at the right and the bottom is let go."""
    width, height = (max(_TILE, side - side % _TILE) for side in grey.size)
    peaks, size = grey.crop((0, 0, width, height)), _TILE
    while size > 1:
        width, height, size = width // 2, height // 2, size // 2
        corners = [
            peaks.transform((width, height), Image.Transform.AFFINE, (2, 0, x, 0, 2, y), Image.Resampling.NEAREST)
            for x, y in ((-0.5, -0.5), (0.5, -0.5), (-0.5, 0.5), (0.5, 0.5))
        ]
        peaks = reduce(ImageChops.lighter, corners)
    return peaks
