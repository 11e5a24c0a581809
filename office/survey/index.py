"""The index and the grade, exactly: each element weighs one ninth, the index times 25 goes from 25 to 100.

Source: Permenpan-RB 14/2017; grades are told from the converted index, rounded to two decimals, so that no gap lies between.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

GRADES = ((Decimal("88.31"), "A"), (Decimal("76.61"), "B"), (Decimal("65.00"), "C"), (Decimal("0"), "D"))


@dataclass(frozen=True)
class Index:
    """What some respondents come to: `sums` are the answers (1 to 4) added up by element."""

    respondents: int
    sums: Mapping[str, int]

    def average(self, code: str) -> Fraction:
        """The mean answer to one element (NRR), 1 to 4."""
        return Fraction(self.sums[code], self.respondents)

    def weighted(self, code: str) -> Fraction:
        """The mean times its weight, one over the number of elements."""
        return self.average(code) / len(self.sums)

    @property
    def value(self) -> Fraction:
        """The index, 1 to 4: the weighted means added up."""
        return sum((self.weighted(code) for code in self.sums), Fraction(0))

    @property
    def converted(self) -> Decimal:
        """The index times 25 (IKM), 25.00 to 100.00, to the second decimal."""
        return rounded(self.value * 25, 2)

    @property
    def grade(self) -> str:
        """A to D."""
        return next(letter for least, letter in GRADES if self.converted >= least)


def rounded(value: Fraction, places: int) -> Decimal:
    """A fraction to so many decimals, a half upwards."""
    exact = Decimal(value.numerator * 10 ** (places + 1) // value.denominator).scaleb(-places - 1)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
