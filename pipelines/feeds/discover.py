"""Which files have arrived: settled, still being written, or of a kind that is never opened.

Belongs here: the walk through landing, the question whether a file is complete, the memory of what was seen.
Elsewhere: what a file holds (ingest). Must import neither DuckDB nor pandas: a run with nothing new ends here.
"""

import hashlib
import json
import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.feeds.problem import Problem
from pipelines.workspace import Workspace

SENTINEL = ".ok"
_POLL_SECONDS = 0.25
_YOUNG_SECONDS = 1.0
_UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart", SENTINEL)
_TAIL = 65_557  # the end-of-central-directory record of a zip file lies within these last bytes

Stat = tuple[int, int, int]  # bytes, mtime in ns, inode


@dataclass(frozen=True)
class Found:
    """One file below landing; `relative` is its path there, with slashes."""

    path: Path
    relative: str
    stat: Stat


@dataclass(frozen=True)
class Landing:
    """What lies below landing now."""

    settled: list[Found]
    waiting: list[Problem]
    refused: list[Problem]


def look(workspace: Workspace) -> Landing:
    """Sort the files below landing. Waits up to a second for files that were written just now."""
    found, refused = _walk(workspace.landing)
    settle = workspace.config.settle_seconds
    young = [file for file in found if not _is_old(file.stat, settle) and not _has_sentinel(file.path)]
    if young:
        newest = max(file.stat[1] for file in young) / 1e9
        time.sleep(min(_YOUNG_SECONDS, max(_POLL_SECONDS, _YOUNG_SECONDS - (time.time() - newest))))
    growing = {file.relative: reason for file in young if (reason := _unsettled(file))}
    waiting = [Problem(name, reason, f"runs again once it is complete, or put {Path(name).name}{SENTINEL} beside it")
               for name, reason in growing.items()]  # fmt: skip
    return Landing([file for file in found if file.relative not in growing], waiting, refused)


def anything_new(workspace: Workspace) -> bool:
    """Whether a run would find work: decided from stat; only the tail of a file written just now is read."""
    seen = Seen.read(workspace)
    if seen.configuration != configuration_fingerprint(workspace):
        return True
    settle = workspace.config.settle_seconds
    changed = (file for file in _walk(workspace.landing)[0] if seen.files.get(file.relative) != file.stat)
    return any(_is_old(file.stat, settle) or _has_sentinel(file.path) or not _unsettled(file) for file in changed)


def problems(workspace: Workspace) -> list[str]:
    """What keeps files of landing out of raw: still being written, never opened, refused unread, taken by no mapping.

    Files that were read and then refused or held back are in the manifest.
    """
    landing = look(workspace)
    remembered = sorted(Seen.read(workspace).problems.items())
    return [*map(str, landing.waiting), *map(str, landing.refused), *(text for _, text in remembered)]


@dataclass
class Seen:
    """What the last complete run saw: the stat of every settled file, the mappings it was read by, what was wrong."""

    configuration: str
    files: dict[str, Stat]
    hashes: dict[str, str]
    problems: dict[str, str]

    @classmethod
    def read(cls, workspace: Workspace) -> "Seen":
        """The memory of the workspace; an unreadable one is an empty one."""
        try:
            stored = json.loads(_memory(workspace).read_bytes())
            files = {name: (int(s[0]), int(s[1]), int(s[2])) for name, s in stored["files"].items()}
            return cls(str(stored["configuration"]), files, dict(stored["hashes"]), dict(stored["problems"]))
        except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
            return cls("", {}, {}, {})

    def write(self, workspace: Workspace) -> None:
        """Replace the memory by one rename."""
        target = _memory(workspace)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.{os.getpid()}.part")
        part.write_text(json.dumps(self.__dict__, ensure_ascii=True), encoding="utf-8")
        os.replace(part, target)


def configuration_fingerprint(workspace: Workspace) -> str:
    """Changes when contracts, mappings or the configuration of the company change (SHA-256, hex)."""
    here = Path(__file__).parent
    files = [*sorted((here / "contracts").glob("*.yml")), *sorted((here / "vendors").glob("*.y*ml"))]
    files += sorted(workspace.mappings_dir.glob("*.y*ml"))
    digest = hashlib.sha256(workspace.config.model_dump_json().encode())
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _memory(workspace: Workspace) -> Path:
    return workspace.raw / "seen.json"


def stat_of(status: os.stat_result) -> Stat:
    """What tells that a file is still the same."""
    return (status.st_size, status.st_mtime_ns, status.st_ino)


def _walk(landing: Path) -> tuple[list[Found], list[Problem]]:
    found: list[Found] = []
    refused: list[Problem] = []
    for entry, relative in _entries(landing, ""):
        status = entry.stat(follow_symlinks=False)
        if stat.S_ISREG(status.st_mode):
            found.append(Found(Path(entry.path), relative, stat_of(status)))
        else:
            kind = "a symbolic link" if stat.S_ISLNK(status.st_mode) else "no ordinary file"
            refused.append(Problem(relative, f"is {kind} and is never opened", "copy the file itself into landing"))
    return sorted(found, key=lambda file: file.relative), sorted(refused, key=lambda problem: problem.file)


def _entries(folder: Path | str, prefix: str) -> Iterator[tuple["os.DirEntry[str]", str]]:
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in entries:
        relative = prefix + entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(entry.path, relative + "/")
        elif not entry.name.startswith((".", "~$")) and not entry.name.endswith(_UNFINISHED):
            yield entry, relative


def _is_old(status: Stat, settle_seconds: int) -> bool:
    return time.time() - status[1] / 1e9 >= settle_seconds


def _has_sentinel(path: Path) -> bool:
    return path.with_name(path.name + SENTINEL).exists()


def _unsettled(file: Found) -> str:
    """Why a young file must wait, or nothing when it is complete."""
    try:
        with open(os.open(file.path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as handle:
            if stat_of(os.fstat(handle.fileno())) != file.stat:
                return "is still being written"
            handle.seek(max(0, file.stat[0] - _TAIL))
            tail = handle.read()
    except OSError as error:
        return f"cannot be opened ({error.strerror})"
    return "" if _is_complete(tail, file.path.suffix.lower()) else "ends in the middle: it is still being written"


def _is_complete(tail: bytes, suffix: str) -> bool:
    if suffix == ".parquet":
        return tail.endswith(b"PAR1")
    if suffix in (".xlsx", ".zip"):
        return b"PK\x05\x06" in tail
    return not tail or tail.endswith((b"\n", b"\r"))
