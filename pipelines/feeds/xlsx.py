"""An Excel sheet becomes a CSV file of our own, by a process that may die.

Belongs here: starting that process with its limits, and what its end means.
Elsewhere: what it does (xlsx_child); how the CSV file is read (readers).
"""

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.feeds.problem import RefusedFileError, refuse


@dataclass(frozen=True)
class Limits:
    """What one sheet may cost: bytes of memory, seconds of the processor and of the clock."""

    memory: int = 2 << 30
    seconds: int = 300


@dataclass(frozen=True)
class Sheet:
    """The first rows of a sheet, and the names of the other sheets of its workbook."""

    head: list[list[str]]
    others: list[str]


LIMITS = Limits()


def convert(
    path: Path, name: str, sheet: str | None, head: int, body: Path | None = None, limits: Limits = LIMITS
) -> Sheet:
    """The first `head` rows of a sheet (None: the first one); the rows after them are written to `body` if it is given.

    Raises RefusedFileError.
    """
    order = {
        "path": str(path), "sheet": sheet or "", "head": head, "body": None if body is None else str(body),
        "memory": limits.memory, "seconds": limits.seconds,
    }  # fmt: skip
    child = [sys.executable, "-I", str(Path(__file__).with_name("xlsx_child.py")), json.dumps(order)]
    told = _run(child, limits)
    if "head" in told:
        return Sheet([[str(cell) for cell in row] for row in told["head"]], [str(name) for name in told["others"]])
    if body is not None:
        body.unlink(missing_ok=True)
    raise _refusal(name, sheet, told, limits)


def _run(child: list[str], limits: Limits) -> dict[str, Any]:
    """What the process told before it ended, or what ended it."""
    try:
        ended = subprocess.run(
            child, capture_output=True, stdin=subprocess.DEVNULL, timeout=limits.seconds, check=False
        )
        return dict(json.loads(ended.stdout)) if ended.returncode == 0 else {"problem": _ENDED.get(ended.returncode)}
    except subprocess.TimeoutExpired:
        return {"problem": "time"}


# A process that uses up its seconds gets SIGXCPU; one that is refused memory aborts.
_ENDED = {-signal.SIGXCPU: "time", -signal.SIGKILL: "time", -signal.SIGABRT: "memory"}


def _refusal(name: str, sheet: str | None, told: dict[str, Any], limits: Limits) -> RefusedFileError:
    match told["problem"]:
        case "sheet":
            names = ", ".join(told["sheets"])
            return refuse(name, f"has no sheet {sheet!r}; its sheets are: {names}",
                          "state `read: {sheet: …}` in its mapping")  # fmt: skip
        case "memory":
            return refuse(name, f"needs more than {limits.memory / (1 << 30):g} GB of memory", "export it as CSV")
        case "time":
            return refuse(name, f"takes longer than {limits.seconds:,} seconds to read", "export it as CSV")
    return refuse(name, "cannot be read as Excel: it is broken", "save it again, or export it as CSV")
