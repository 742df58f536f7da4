"""What the environment may say; the only Python reader of environment variables.

Belongs here: names of the variables and their defaults.
Elsewhere: everything about a company (workspace); Dagster's own variables (dagster.yaml).
"""

import os
from pathlib import Path

WORKSPACE = "TOUCHSTONE_WORKSPACE"
KEYS = "TOUCHSTONE_KEYS"
DAGSTER = "TOUCHSTONE_DAGSTER"
WAREHOUSE_FILE = "TOUCHSTONE_WAREHOUSE_FILE"
READABLE = "TOUCHSTONE_READABLE"

REPOSITORY = Path(__file__).resolve().parent.parent
DBT_PROJECT = REPOSITORY / "dbt_project"
EXPECTATIONS = REPOSITORY / "expectations"
EXAMPLES = REPOSITORY / "examples"


def workspace_from_environment() -> Path | None:
    """The workspace that the environment names, if any."""
    named = os.environ.get(WORKSPACE, "").strip()
    return Path(named).expanduser() if named else None


def keys_from_environment() -> Path | None:
    """The folder of keys that the environment names, if any."""
    named = os.environ.get(KEYS, "").strip()
    return Path(named).expanduser() if named else None


def secret_from_environment(name: str) -> str | None:
    """What one variable says that a source names; secrets stand nowhere else."""
    return os.environ.get(name, "").strip() or None


def use_workspace(root: Path) -> None:
    """Let this process, and what it starts, open this workspace."""
    os.environ[WORKSPACE] = str(root)


def point_dagster_at(dagster_home: Path) -> None:
    """Let Dagster find its instance in the repository and its storage in the workspace."""
    os.environ["DAGSTER_HOME"] = str(REPOSITORY)
    os.environ[DAGSTER] = str(dagster_home)


def point_dbt_at(warehouse_file: Path, raw: Path | None = None) -> None:
    """Let dbt's profile find the work file, and let its connection open files of `raw` and the seeds alone."""
    os.environ[WAREHOUSE_FILE] = str(warehouse_file)
    os.environ[READABLE] = f"{raw}:{DBT_PROJECT / 'seeds'}" if raw else ""


def silence_telemetry() -> None:
    """Nothing is reported to anyone outside, whatever a library does by default."""
    os.environ.update({"GX_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1", "DAGSTER_DISABLE_TELEMETRY": "yes"})
