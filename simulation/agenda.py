"""What is to happen when: actions in the order of their instants, some in a transaction together, some in one of their own."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from office.db import transaction

# A commit costs as much as a step of an application; what happens within a few minutes is kept together.
TOGETHER = 40
Action = Callable[[datetime], None]


@dataclass(order=True)
class _Entry:
    at: datetime
    number: int
    action: Action = field(compare=False)
    alone: bool = field(compare=False)


class Agenda:
    """The queue of the simulation; the worker's round comes `within` the end of each transaction, and `after` it."""

    def __init__(self, within: Action, after: Action) -> None:
        """An empty agenda."""
        self.within, self.after = within, after
        self.now = datetime.min.replace(tzinfo=UTC)
        self._entries: list[_Entry] = []
        self._numbers = count()

    def at(self, at: datetime, action: Action, *, alone: bool = False) -> None:
        """Let something happen at an instant (UTC); `alone` has no transaction around it and opens its own."""
        heapq.heappush(self._entries, _Entry(at, next(self._numbers), action, alone))

    def run(self, until: datetime) -> None:
        """Do everything that is to happen before an instant."""
        while self._entries and self._entries[0].at < until:
            if self._entries[0].alone:
                self._next()
            else:
                self._together(until)

    def _together(self, until: datetime) -> None:
        with transaction():
            for _turn in range(TOGETHER):
                self._next()
                if not self._entries or self._entries[0].alone or self._entries[0].at >= until:
                    break
            now = self.now
            self.within(now)
        self.after(now)

    def _next(self) -> None:
        entry = heapq.heappop(self._entries)
        self.now = entry.at
        entry.action(entry.at)
