"""One small demo company, built once for all tests that only read it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests.pipeline.command import said, touchstone

DEMO_SIZE = 20_000


@dataclass(frozen=True)
class Built:
    """A workspace that was run once."""

    root: Path
    keys: Path
    output: str
    code: int

    def query(self, sql: str, *, work: bool = False) -> list[tuple[object, ...]]:
        """Rows from the published build, or from the work file."""
        file = self.root / ("warehouse.duckdb" if work else "published/current/touchstone.duckdb")
        with duckdb.connect(str(file), read_only=True) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The demo company after its first run. Read it; copy it before you change it."""
    root = tmp_path_factory.mktemp("demo") / "workspace"
    keys = tmp_path_factory.mktemp("keys")
    touchstone("demo", root, "--size", DEMO_SIZE, keys=keys)
    result = touchstone("run", "-w", root, keys=keys)
    return Built(root, keys, said(result), result.returncode)


@pytest.fixture
def copy_of_demo(demo: Built, tmp_path: Path) -> Built:
    """The same, for a test that changes it."""
    shutil.copytree(demo.root, tmp_path / "copy", symlinks=True)
    return Built(tmp_path / "copy", demo.keys, demo.output, demo.code)


@pytest.fixture
def truth(demo: Built) -> Callable[[], dict[str, object]]:
    """What is really so in the demo company; the pipeline never reads it."""
    return lambda: json.loads((demo.root / "truth.json").read_text(encoding="utf-8"))
