"""A PostgreSQL of one's own for a test: real, on this machine, gone afterwards.

Belongs here: a cluster that an unprivileged user starts, reached by a socket in its own folder.
Elsewhere: what is read from it (test_sources).
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import lacking

_NOBODY = "nobody"


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a fresh, empty server; the test is skipped where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        lacking("PostgreSQL (next: make system-packages)")
    with tempfile.TemporaryDirectory(prefix="touchstone-postgres-") as folder:
        if os.geteuid() == 0:  # the server refuses to run as root
            shutil.chown(folder, _NOBODY)
        data, bin_ = Path(folder) / "data", found[-1].parent
        _run(
            bin_ / "initdb",
            "-D",
            data,
            "-U",
            "tester",
            "-A",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C",
            cwd=folder,
        )
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        _run(bin_ / "pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", options, "start", cwd=folder)
        try:
            yield f"postgresql+psycopg://tester:geheim@/postgres?host={folder}"
        finally:
            _run(bin_ / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop", cwd=folder)


def _run(*words: object, cwd: str) -> None:
    as_nobody = {"user": _NOBODY, "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    subprocess.run([*map(str, words)], cwd=cwd, check=True, stdout=subprocess.DEVNULL, **as_nobody)
