"""What every test may lean on: keys of its own, the shared data where it lies, and the one word for a skip."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


def lacking(what: str) -> None:
    """Skip, saying in one line what this machine lacks; in CI (TOUCHSTONE_NO_SKIP) that is a failure."""
    if os.environ.get("TOUCHSTONE_NO_SKIP"):
        pytest.fail(f"CI must not skip: {what} is missing")
    pytest.skip(f"{what} is missing on this machine")


@pytest.fixture(autouse=True)
def own_keys(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests never touch the keys of the person who runs them, nor a workspace that the environment names."""
    monkeypatch.setenv("TOUCHSTONE_KEYS", str(tmp_path_factory.getbasetemp() / "keys"))
    monkeypatch.delenv("TOUCHSTONE_WORKSPACE", raising=False)


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """A folder of the shared data; the test is skipped where the data does not lie beside the project."""
    root = Path(os.environ.get("TOUCHSTONE_SHARED", REPOSITORY.parent / "shared"))

    def find(name: str) -> Path:
        folder = root / name
        if not folder.exists():
            pytest.skip(f"{name} is not beside the project: it belongs to others and is never shipped")
        return folder

    return find
