"""The `touchstone` command as a new user has it: in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

TOUCHSTONE = [sys.executable, "-m", "pipelines.cli"]


def touchstone(
    *words: object, keys: Path, timeout: float = 300, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command; keys lie where the test says."""
    surroundings = {**os.environ, "TOUCHSTONE_KEYS": str(keys), "COLUMNS": "200", **environment}
    surroundings.pop("TOUCHSTONE_WORKSPACE", None)
    command = [*TOUCHSTONE, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout, env=surroundings, check=False)


def said(result: subprocess.CompletedProcess[str]) -> str:
    """Everything that was printed; no foreseen outcome is a traceback."""
    text = result.stdout + result.stderr
    assert "Traceback" not in text, text
    return text
