"""What makes a build this build: its inputs, its configuration, its code.

Belongs here: the digests by which two builds can be told apart, and by which nothing new is recognised.
Elsewhere: what a build holds (publish); when one is made (cli, defs).
"""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from pipelines import __version__, settings
from pipelines.manifest import Batch, standing
from pipelines.workspace import Workspace

_CODE = ("pipelines", "dbt_project", "expectations")
_SUFFIXES = {".py", ".sql", ".yml", ".csv", ".html", ".md"}
_NOT_SOURCE = {"target", "logs", "__pycache__"}


@dataclass(frozen=True)
class BuildIdentity:
    """What makes a build this build; `as_of_on` (ISO date) is the only today that SQL knows."""

    build_id: str
    as_of_on: str
    code_version: str
    config_hash: str
    input_hash: str

    @property
    def fingerprint(self) -> tuple[str, str, str]:
        """What must change before another build can differ."""
        return (self.code_version, self.config_hash, self.input_hash)


def identify(workspace: Workspace, batches: Sequence[Batch]) -> BuildIdentity:
    """The identity of a build over all batches that stand now."""
    now = dt.datetime.now(dt.UTC)
    inputs = input_hash(batches)
    return BuildIdentity(
        build_id=f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03d}Z-{inputs[:8]}",
        as_of_on=max((batch.received_at[:10] for batch in batches), default=f"{now:%Y-%m-%d}"),
        code_version=code_version(),
        config_hash=workspace.configuration_hash(),
        input_hash=inputs,
    )


def input_hash(batches: Sequence[Batch]) -> str:
    """SHA-256 over the manifest's records: what stands, what was held or refused, and when it came."""
    digest = hashlib.sha256()
    for batch in standing(batches):
        digest.update(f"{batch.key}|{batch.mapping_version}|{batch.received_at}|{batch.loaded_count}\n".encode())
    digest.update(str(len(batches)).encode())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def code_version() -> str:
    """The package's version and a digest of every file that can move a figure."""
    digest = hashlib.sha256()
    for root in _CODE:
        for file in _source_files(settings.REPOSITORY / root):
            digest.update(file.relative_to(settings.REPOSITORY).as_posix().encode() + b"\0" + file.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"


def _source_files(root: Path) -> list[Path]:
    found = (file for file in root.rglob("*") if file.suffix in _SUFFIXES)
    return sorted(file for file in found if not _NOT_SOURCE & set(file.parts))


def published(workspace: Workspace) -> BuildIdentity | None:
    """The identity of the build that readers see now; None when nothing is published."""
    file = workspace.current / "build.json"
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
        return BuildIdentity(**{own.name: str(record[own.name]) for own in fields(BuildIdentity)})
    except (OSError, ValueError, KeyError):
        return None
