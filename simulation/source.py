"""What the simulation takes from its sources, what it invents, and the people who come of it on a day.

S20 to S25 are sources of the domain notes, section 0; `docs/operating/simulation.md` lists every figure with its origin.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

ARTICLE_KTP = 2_967  # printed through the online channel by 9 June 2020
FIRST, LAST = date(2020, 3, 23), date(2020, 6, 9)
COUNTER_CLOSED, COUNTER_OPEN = date(2020, 3, 23), date(2020, 6, 2)

KTP_A_DAY = 65.0  # S23: 60 to 70 requests a day in 2019
# S21: the 104 requests of one day in July 2025, by what they were.
KTP_MIX: Mapping[str, int] = {"baru": 24, "ubah": 33, "rusak": 18, "hilang": 12, "datang": 17}
RECORDED = "baru"
# S20: recording is postponed unless it is urgent. How many are urgent is invented.
URGENT = 1 / 3
# S21: Monday is the busiest day, Saturday has half of the hours. The size of the differences is invented.
WEEKDAYS = (1.25, 1.05, 1.0, 0.95, 0.75, 0.5, 0.0)

# From here on everything is invented.
OTHERS_A_DAY = 8.0  # few, for the time that each takes; no KTP hangs on them
OTHERS_MIX: Mapping[str, int] = {
    "kk-cetak-ulang": 22, "kk-hilang-rusak": 18, "kk-perubahan": 12, "akta-kelahiran": 22, "akta-kematian": 8, "kia-balita": 10,
    "pindah-antar-kota": 8,
}  # fmt: skip
AT_THE_COUNTER = 0.4  # of the requests, once the counter is open again
HOURS = (0, 0, 0, 0, 0, 1, 2, 4, 8, 10, 10, 8, 6, 7, 8, 6, 5, 4, 4, 6, 7, 5, 3, 1)
NEVER_SENT, SENT_WITHIN_MINUTES = 0.08, (6, 45)
FLAWED, MENDED, MENDED_AGAIN, REJECTED, WITHDRAWN = 0.18, 0.85, 0.1, 0.02, 0.01
DAYS_TO_MEND = 1.2
CHECK_MINUTES, APPROVE_MINUTES = (4, 9), (2, 4)
OFFICER_ILL = 0.04
PRINTERS, PRINTS_AN_HOUR, SPOILED = 2, 20, 0.015  # two printers: S24
DAYS_TO_COLLECT = (0.3, 6.0)
DOOR_MINUTES = 2
VISITORS: Mapping[str, float] = {"A": 20.0, "C": 20.0, "D": 12.0}
POSTPONED_A_DAY = 18.0  # recordings put off in spring, who come now
STAYS_HOME, NO_MASK, FEVER, FEVER_AGAIN = 0.08, 0.02, 0.007, 0.4
BLANKS: Mapping[str, int] = {"ktp": 1_000, "kia": 300}  # at a time; that they can run out is S21 to S24
BLANKS_COME_AFTER = (3, 9)  # working days
ANSWERS, CONTENT = 0.2, 3.3  # who answers the survey, and how, from 1 to 4
ANNOUNCED = date(2020, 5, 29)  # the reopening
HALL_HOURS = (30, 22, 17, 12, 8, 8, 3)  # from eight o'clock on; some stand there before the door opens
KIOSK_MINUTES, CALL_SECONDS = 1, 40
PRIORITY, FOLLOWS, ABSENT, GIVES_UP = 0.08, 0.3, 0.04, 0.02
APPLIES = 0.5  # of those who come with something to apply for, the others are told that it can be done from home
BY_PHONE_ONLY = 0.12  # have no e-mail, where none is wanted
REASONS = (
    "Foto buram, tulisan tidak terbaca. Foto lagi di tempat terang.",
    "Surat terpotong di foto. Foto lagi seluruh lembarnya.",
    "Bukan surat yang diminta. Lihat contohnya, lalu kirim yang benar.",
    "Nomor tidak sama dengan Kartu Keluarga. Periksa lagi angkanya.",
)


@dataclass(frozen=True)
class Demand:
    """How many come: KTP requests and other requests of an ordinary working day, and what all of it is multiplied by."""

    ktp_a_day: float = KTP_A_DAY
    others_a_day: float = OTHERS_A_DAY
    scale: float = 1.0


def counter_is_open(day: date) -> bool:
    """Whether the counter receives people on this local day, holidays and Sundays aside."""
    return not COUNTER_CLOSED <= day < COUNTER_OPEN


def from_home(demand: Demand, day: date, dice: random.Random) -> list[str]:
    """The requests of one working day that are sent from home, by kind."""
    stay = 1 - AT_THE_COUNTER if counter_is_open(day) else 1.0
    weight = demand.scale * WEEKDAYS[day.weekday()] * stay
    # What is counted as a request has reached the office; as many more as never come so far are begun.
    weight /= 1 - NEVER_SENT
    kinds = _kinds(demand.ktp_a_day * weight, KTP_MIX, dice)
    # One who needs a recording comes in person, or waits.
    kinds = [kind for kind in kinds if kind != RECORDED or (not counter_is_open(day) and dice.random() < URGENT)]
    return kinds + _kinds(demand.others_a_day * weight, OTHERS_MIX, dice)


def at_the_counter(demand: Demand, day: date, dice: random.Random) -> list[str]:
    """The groups of those who come to the hall on one working day without having been called: their letters."""
    weight = demand.scale * WEEKDAYS[day.weekday()]
    recordings = demand.ktp_a_day * KTP_MIX[RECORDED] / sum(KTP_MIX.values())
    cards = (demand.ktp_a_day - recordings) * AT_THE_COUNTER + recordings + POSTPONED_A_DAY
    found = ["B"] * poisson(cards * weight, dice)
    for letter, mean in VISITORS.items():
        found += [letter] * poisson(mean * weight, dice)
    dice.shuffle(found)
    return found


def an_hour(dice: random.Random, first: int = 0, last: int = 23) -> time:
    """A time of day at which somebody at home sits down to it."""
    hour = dice.choices(range(first, last + 1), HOURS[first : last + 1])[0]
    return time(hour, dice.randrange(60), dice.randrange(60))


def poisson(mean: float, dice: random.Random) -> int:
    """A count of independent arrivals with this mean."""
    count, passed = 0, dice.expovariate(1.0) if mean > 0 else 1.0
    while passed < mean:
        count += 1
        passed += dice.expovariate(1.0)
    return count


def _kinds(mean: float, mix: Mapping[str, int], dice: random.Random) -> list[str]:
    return dice.choices([*mix], [*mix.values()], k=poisson(mean, dice))
