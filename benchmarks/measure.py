"""Commands in turn, each in a fresh process: wall time, CPU, peak memory, and their ratios.

Belongs here: running and timing; nothing is imported that would make this process large.
Elsewhere: which commands (whole, small, reading), what they do (floor, skeleton, pipelines).
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


class CommandFailedError(Exception):
    """A measured command ended with an error; its last lines are the text."""


@dataclass(frozen=True)
class Command:
    """What is measured; `prepare` runs before each measurement and is not timed."""

    name: str
    argv: Sequence[str]
    prepare: Callable[[], None] = lambda: None
    environment: Mapping[str, str] = field(default_factory=dict)
    good_codes: frozenset[int] = frozenset({0})


@dataclass(frozen=True)
class Measurement:
    """One run: wall seconds, CPU seconds of the whole tree, peak MB of its largest process, what it printed."""

    wall: float
    cpu: float
    peak_mb: float
    printed: str


@dataclass(frozen=True)
class Spread:
    """The least, the middle and the greatest of some numbers."""

    least: float
    median: float
    greatest: float

    @classmethod
    def of(cls, numbers: Sequence[float]) -> "Spread":
        """Of at least one number."""
        return cls(min(numbers), statistics.median(numbers), max(numbers))

    def __str__(self) -> str:
        return f"{self.least:.2f} / **{self.median:.2f}** / {self.greatest:.2f}"


@dataclass(frozen=True)
class Comparison:
    """Measurements of one command beside those of its yardstick, round by round; `note` says what to know of it."""

    name: str
    ours: tuple[Measurement, ...]
    yardstick: tuple[Measurement, ...]
    note: str = ""

    def ratio(self, of: Callable[[Measurement], float]) -> Spread:
        """Ours ÷ yardstick, round by round: neighbours in time share the machine's mood."""
        return Spread.of([of(a) / of(b) for a, b in zip(self.ours, self.yardstick, strict=True)])


def python(*arguments: str | Path) -> list[str]:
    """A command of this environment."""
    return [sys.executable, *map(str, arguments)]


def once(command: Command) -> Measurement:
    """Run one command to its end. Raises CommandFailedError when it ends badly.

    Source of the numbers: wait4(2). The peak of a child counts from its fork, so it is never under this process's own:
    that is why this process stays small.
    """
    command.prepare()
    started = time.perf_counter()
    child = subprocess.Popen(
        command.argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, **command.environment}
    )
    assert child.stdout is not None
    printed = child.stdout.read().decode(errors="replace")
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in command.good_codes:
        raise CommandFailedError(f"{command.name} ended with {child.returncode}:\n{printed[-2000:]}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Measurement(wall, usage.ru_utime + usage.ru_stime, kilobytes / 1024, printed)


def in_turn(commands: Sequence[Command], rounds: int) -> list[tuple[Measurement, ...]]:
    """Warm every command up once, then measure A B A B …; returns the measurements of each command."""
    measured: list[list[Measurement]] = []
    for number in range(rounds + 1):
        _say(
            ", ".join(command.name for command in commands)
            + f": {f'round {number} of {rounds}' if number else 'warm-up'}"
        )
        measured.append([once(command) for command in commands])
    return list(zip(*measured[1:], strict=True))


def _say(words: str) -> None:
    print(f"  {words}", file=sys.stderr, flush=True)
