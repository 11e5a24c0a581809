"""What the answers of a period come to, for all services or one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from office.db import db
from office.survey.answers import SurveyAnswer
from office.survey.elements import ABOUT, ELEMENTS
from office.survey.index import Index

MOST_COMMENTS = 100


@dataclass(frozen=True)
class Report:
    """The whole, each service by its code, and how many of the respondents told what of themselves; `whole` None without any."""

    whole: Index | None
    services: Mapping[str, Index]
    about: Mapping[str, Mapping[str, int]]
    channels: Mapping[str, int]


@dataclass(frozen=True)
class Comment:
    """What somebody wrote: on which local day, about which service, and the mean of their answers, 1 to 4."""

    day: date
    service_code: str
    mean: float
    words: str


def report(first: date, last: date, service: str = "") -> Report:
    """The answers given from one local day to another, both included."""
    within = _within(first, last, service)
    sums = [sa.func.sum(getattr(SurveyAnswer, code)) for code in ELEMENTS]
    query = (
        sa.select(SurveyAnswer.service_code, sa.func.count(), *sums).where(*within).group_by(SurveyAnswer.service_code)
    )
    services = {
        code: Index(count, dict(zip(ELEMENTS, map(int, added), strict=True)))
        for code, count, *added in db.session.execute(query.order_by(SurveyAnswer.service_code))
    }
    return Report(
        _added(list(services.values())), services,
        {name: _counted(getattr(SurveyAnswer, name), within) for name in ABOUT},
        _counted(SurveyAnswer.channel, within),
    )  # fmt: skip


def comments(first: date, last: date, service: str = "") -> list[Comment]:
    """The newest comments of a period, at most a hundred."""
    mean = sum((getattr(SurveyAnswer, code) for code in ELEMENTS), sa.literal(0)) / float(len(ELEMENTS))
    query = sa.select(SurveyAnswer.day, SurveyAnswer.service_code, mean, SurveyAnswer.comment)
    wanted = query.where(*_within(first, last, service), SurveyAnswer.comment != "")
    rows = db.session.execute(wanted.order_by(SurveyAnswer.id.desc()).limit(MOST_COMMENTS))
    return [Comment(day, code, float(score), words) for day, code, score, words in rows]


def _within(first: date, last: date, service: str) -> list[sa.ColumnElement[bool]]:
    chosen = [SurveyAnswer.service_code == service] if service else []
    return [SurveyAnswer.day.between(first, last), *chosen]


def _added(parts: list[Index]) -> Index | None:
    count = sum(part.respondents for part in parts)
    return Index(count, {code: sum(part.sums[code] for part in parts) for code in ELEMENTS}) if count else None


def _counted(column: sa.orm.InstrumentedAttribute[str], within: list[sa.ColumnElement[bool]]) -> dict[str, int]:
    query = sa.select(column, sa.func.count()).where(*within).group_by(column)
    return {row[0]: row[1] for row in db.session.execute(query)}
