"""Reading, typing and checking the answers into raw Parquet, beside bare DuckDB with the same rules into a table.

Belongs here: both sides of the comparison, each in a process of its own with the same memory limit and threads.
Elsewhere: the feeds (generate), the measuring (measure). Archiving is timed apart.

    python -m benchmarks.reading ours|bare|archive WORKSPACE
"""

import datetime as dt
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Command, Comparison, Measurement, in_turn, once, python

MEMORY_LIMIT, THREADS = "2GB", 2
RESPONSES = Path("landing/survey/response/responses.csv")
ITEMS = tuple(f"item_{number}" for number in range(1, 9))
_COLUMNS = ("response_id", "invitation_id", "customer_id", "collector_id", "channel", "touchpoint", "started_at",
            "submitted_at", *ITEMS, "overall", "comment")  # fmt: skip


def compare(folder: Path, rows: int, rounds: int) -> list[Comparison]:
    """Generate the feeds below `folder` and compare; a round's wall time is that of the work alone, not of imports."""
    workspace = folder / "reading"
    once(Command("generate", python("-m", "benchmarks.generate", workspace, "--rows", str(rows))))
    sides = [Command(side, python("-m", "benchmarks.reading", side, workspace)) for side in ("ours", "bare")]
    ours, bare = (tuple(map(_inner, measured)) for measured in in_turn(sides, rounds))
    archived = _inner(once(Command("archive", python("-m", "benchmarks.reading", "archive", workspace)))).wall
    note = f"archiving {archived:.1f} s, timed apart"
    return [Comparison(f"reading {rows:,} responses into raw ÷ bare DuckDB into a table", ours, bare, note)]


def _inner(measured: Measurement) -> Measurement:
    told = json.loads(measured.printed.splitlines()[-1])
    return Measurement(told["wall"], told["cpu"], measured.peak_mb, measured.printed)


def ours(root: Path) -> dict[str, int]:
    """The pipeline's own road: typed rows, rules, quarantine, pseudonyms, the control of lines."""
    from pipelines.feeds import archive, batch_load, mapping
    from pipelines.workspace import open_workspace

    workspace = open_workspace(root)
    received = archive.inspect(root / RESPONSES, "responses.csv")
    named = mapping.load_mapping(Path(__file__).parent / "workspace" / "feeds" / "responses.yaml")
    with batch_load.loader(workspace, [], memory_limit=MEMORY_LIMIT, threads=THREADS) as loader, _Clock():
        loaded = loader.load(received, "responses.csv", named, dt.datetime.now(dt.UTC).replace(tzinfo=None))
    shutil.rmtree(root / "raw")
    return {"rows": loaded.row_count, "loaded": loaded.loaded_count}


def bare(root: Path) -> dict[str, int]:
    """DuckDB alone: the same file, try_cast, the workload's rules, a table in a database file."""
    import duckdb

    with tempfile.TemporaryDirectory(dir=root) as folder:
        connection = duckdb.connect(f"{folder}/bare.duckdb")
        connection.execute(f"set threads = {THREADS}")
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        connection.execute(f"set temp_directory = '{folder}'")
        with _Clock():
            connection.execute(f"create table response as {_bare_select(root / RESPONSES)}")
        refused = connection.execute("select count(distinct line) from reject_errors").fetchall()[0][0]
        query = "select count(*), count(*) filter (bad = 0) from response"
        rows, loaded = connection.execute(query).fetchall()[0]
        connection.close()
    return {"rows": rows + refused, "loaded": loaded}


def _bare_select(file: Path) -> str:
    texts = ", ".join(f"'{column}': 'VARCHAR'" for column in _COLUMNS)
    reader = (f"read_csv('{file}', header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', "
              f"columns = {{{texts}}}, ignore_errors = true, store_rejects = true, rejects_limit = 0)")  # fmt: skip
    casts = {"rid": ("response_id", "bigint"), "iid": ("invitation_id", "bigint"), "cid": ("customer_id", "integer"),
             "coid": ("collector_id", "integer"), "st": ("started_at", "timestamp"),
             "su": ("submitted_at", "timestamp"), "ov": ("overall", "tinyint"),
             **{f"s_{item}": (item, "tinyint") for item in ITEMS}}  # fmt: skip
    typed = ", ".join(f"try_cast({column} as {kind}) as {name}" for name, (column, kind) in casts.items())
    rules = [
        "rid is null", "cid is null", "channel is null or channel not in ('email', 'sms', 'web', 'phone', 'qr')",
        "st is null", "su is null", "su < st", "ov is null or ov < 0 or ov > 10",
        *(f"({item} is not null and (s_{item} is null or s_{item} not between 1 and 5))" for item in ITEMS),
    ]  # fmt: skip
    mask = " + ".join(f"(case when {rule} then {1 << bit} else 0 end)" for bit, rule in enumerate(rules))
    row = f"case when bad <> 0 then concat_ws('|', {', '.join(f'coalesce({c}, chr(32))' for c in _COLUMNS)}) end"
    columns = ", ".join(f"s_{item}" for item in ITEMS)
    return (
        f"with typed as (select *, {typed} from {reader}), "
        f"judged as (select *, ({mask})::integer as bad from typed) "
        f"select rid, iid, cid, coid, channel, touchpoint, st, su, {columns}, ov, comment, bad, {row} as raw_row "
        "from judged"
    )


def archive_all(root: Path) -> dict[str, int]:
    """What the bare side has nothing of: hashing, counting and copying the file."""
    from pipelines.feeds import archive

    with _Clock():
        received = archive.receive(root / RESPONSES, "responses.csv", root / "copies")
    shutil.rmtree(root / "copies")
    return {"bytes": received.size}


class _Clock:
    """Wall and CPU seconds of a block, kept for the last line that is printed."""

    wall = cpu = 0.0

    def __enter__(self) -> None:
        self.started = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        _Clock.wall = time.perf_counter() - self.started[0]
        _Clock.cpu = time.process_time() - self.started[1]


if __name__ == "__main__":
    SIDES = {"ours": ours, "bare": bare, "archive": archive_all}
    facts = SIDES[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps({**facts, "wall": _Clock.wall, "cpu": _Clock.cpu}))
