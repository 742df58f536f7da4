"""An Excel sheet becomes a CSV file of our own, by a process that may die.

Belongs here: starting that process with its limits, and what its end means.
Elsewhere: what it does (xlsx_child); how the CSV file is read (readers).
"""

import contextlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pipelines.feeds.problem import RefusedFileError, refuse


@dataclass(frozen=True)
class Limits:
    """What one sheet may cost: bytes of memory, seconds of the processor and of the clock."""

    memory: int = 2 << 30
    seconds: int = 300

    def words(self) -> str:
        """Both, as a refusal tells them."""
        return f"{self.memory / (1 << 30):g} GB of memory and {self.seconds / 60:g} minutes"


LIMITS = Limits()


def convert(
    path: Path, name: str, sheet: str | None, head: int, body: Path | None = None, limits: Limits = LIMITS
) -> list[list[str]]:
    """The first `head` rows of a sheet (None: the first one); the rows after them are written to `body` if it is given.

    Raises RefusedFileError.
    """
    order = {
        "path": str(path), "sheet": sheet or "", "head": head, "body": None if body is None else str(body),
        "memory": limits.memory, "seconds": limits.seconds,
    }  # fmt: skip
    child = [sys.executable, "-I", str(Path(__file__).with_name("xlsx_child.py")), json.dumps(order)]
    try:
        ended = subprocess.run(
            child, capture_output=True, stdin=subprocess.DEVNULL, timeout=limits.seconds, check=False
        )
        told = json.loads(ended.stdout) if ended.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        told = {}
    if "head" in told:
        return [[str(cell) for cell in row] for row in told["head"]]
    if body is not None:
        with contextlib.suppress(FileNotFoundError):
            body.unlink()
    raise _refusal(name, sheet, told, limits)


def _refusal(name: str, sheet: str | None, told: dict[str, object], limits: Limits) -> RefusedFileError:
    if told.get("problem") == "sheet":
        sheets = told["sheets"]
        names = ", ".join(map(str, sheets)) if isinstance(sheets, list) else ""
        return refuse(name, f"has no sheet {sheet!r}; its sheets are: {names}",
                      "state `read: {sheet: …}` in its mapping")  # fmt: skip
    return refuse(name, f"cannot be read as Excel (broken, or larger than its reader's limits of {limits.words()})",
                  "save it again, or export it as CSV")  # fmt: skip
