"""What the terminal shows of a workspace: its state and a build.

Belongs here: short tables for people at a terminal, from the manifest and the published build.
Elsewhere: the page (report); findings and single units (evidence); one's own files (own_data).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipelines import manifest
from pipelines.publish.export import DATABASE, PAGE, RECORD
from pipelines.workspace import Workspace


def plain(value: object) -> Text:
    """Text from outside, inert on a terminal: no markup, no control characters."""
    shown = "–" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)
    return Text("".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in shown))


def table(title: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> Table:
    """A plain table; every cell is made inert."""
    shown = Table(title=title, title_justify="left", box=None, pad_edge=False)
    cells = [[plain(value) for value in row] for row in rows]
    for place, column in enumerate(columns):
        is_short = all(cell.cell_len <= _SHORT for row in cells for cell in row[place : place + 1])
        shown.add_column(column, overflow="fold", no_wrap=is_short)
    for row in cells:
        shown.add_row(*row)
    return shown


_SHORT = 12  # signs of a number, a day, a word: a column of these is never folded


def status(workspace: Workspace) -> RenderableType:
    """What arrived and what became of it, table by table, and what is published since when.

    Files and rows are all that came; refused are rows in quarantine; held are rows of files that are held back.
    """
    batches = manifest.latest(manifest.read(workspace.manifest_file))
    tables = sorted({(batch.feed, batch.table) for batch in batches})
    rows = []
    for feed, name in tables:
        t = manifest.totals(batches, feed, name)
        last = max(b.received_at for b in batches if (b.feed, b.table) == (feed, name))
        counts = (t.file_count, t.row_count, t.loaded_count, t.quarantined_count, t.ignored_count, t.held_row_count)
        rows.append((f"{feed}.{name}", *counts, last[:10]))
    columns = ("table", "files", "rows", "loaded", "refused", "ignored", "held", "received")
    came = table(f"{workspace.config.company} ({workspace.root})", columns, rows)
    return Group(came, *_set_aside(workspace), *_unmatched(workspace), Text(), _published(workspace))


def _set_aside(workspace: Workspace) -> list[RenderableType]:
    """Files that no mapping takes, or that could not be opened, as the last run found them."""
    from pipelines.feeds.discover import Seen

    found = sorted(Seen.read(workspace).problems.items())
    return [Text(), *(plain(f"Not read: {text}") for _, text in found)] if found else []


def _unmatched(workspace: Workspace) -> list[RenderableType]:
    """Columns of the published build some of whose values name a row of another table that is not there."""
    if "meta_reference" not in _tables(workspace.current):
        return []
    rows = query(workspace.current, _UNMATCHED)
    shown = [
        (column, referenced, count, f"{share:.2%}", f"{allowed:.2%}")
        for column, referenced, count, share, allowed in rows
    ]
    if not shown:
        return []
    columns = ("column", "names", "rows unmatched", "share", "allowed")
    next_step = Text("Next: touchstone match, which proposes accounts for identifiers that are none")
    return [Text(), table("Named in the published build, but not there", columns, shown), next_step]


def _tables(build: Path) -> set[str]:
    """The tables of a published build; none where nothing is published."""
    record = build / RECORD
    return set(json.loads(record.read_text(encoding="utf-8"))["tables"]) if record.exists() else set()


def _published(workspace: Workspace) -> RenderableType:
    record = workspace.current / RECORD
    if not record.exists():
        return Text("Nothing is published yet. Next: touchstone run")
    said = json.loads(record.read_text(encoding="utf-8"))
    line = f"Published: build {said['build_id']}, data received until {said['as_of_on']}; page {record.parent / PAGE}"
    return Group(plain(line), *(_of_feeds(record.parent) if "meta_feed" in said["tables"] else []))


def _of_feeds(folder: Path) -> list[Text]:
    """What the published build lacks: tables whose last batch is old, and tables of which nothing is loaded."""
    old = [
        f"Old: {feed}.{name} tells until {last}, more than {days} days before the build"
        for feed, name, last, days in query(folder, _OLD)
    ]
    absent = [row[0] for row in query(folder, _ABSENT)]
    never = [f"Not loaded, so what needs it is not measured: {', '.join(absent)}"] if absent else []
    return [plain(line) for line in (*old, *never)]


def build(folder: Path) -> RenderableType:
    """What was built, where it lies, what to open next."""
    tables = json.loads((folder / RECORD).read_text(encoding="utf-8"))["tables"]
    counts = query(folder, "select conclusion_code, count(*) from fct_verdict group by all order by all")
    concluded = ", ".join(f"{count} {code}" for code, count in counts) or "none"
    return Group(
        plain(f"Build {folder.name}: {len(tables)} marts. Units concluded: {concluded}."),
        plain(f"Open next:  {folder / PAGE}"),
        plain(f"For BI:     {folder.parent.parent / 'current' / DATABASE}"),
    )


def as_reported(workspace: Workspace, kpi: str, period: str, unit: str, on: dt.date | None) -> RenderableType:
    """What the company reported of one figure, in order; with a day, what was known at its end."""
    if "fct_kpi_as_reported" not in _tables(workspace.current):
        return Text("No build tells what was reported before. Next: touchstone run")
    end = on + dt.timedelta(days=1) if on else None
    rows = query(workspace.current, _AS_REPORTED, kpi.upper(), unit, period, end, end, end)
    if not rows:
        return plain(f"{kpi} of {unit} in {period}: nothing was reported{f' until {on}' if on else ''}.")
    columns = ("known from", "until", "value", "adjusted", "n", "status", "because of", "restated")
    shown = [(str(row[0]), row[1] and str(row[1]), *row[2:7], "yes" if row[7] else "no") for row in rows]
    return table(f"{kpi.upper()} of {unit} in {period}, as reported", columns, shown)


_AS_REPORTED = """
select known_from_at, known_until_at, reported_value, adjusted_value, n, status_code, change_code, is_restated
from fct_kpi_as_reported
where kpi_id = ? and org_unit_id = ? and period_id = ?
    and (cast(? as date) is null or known_from_at < cast(? as date))
    and coalesce(known_until_at >= cast(? as date), true)
order by known_from_at"""
_UNMATCHED = """
select feed || '.' || table_name || '.' || column_name, replace(referenced, '__', '.'), unmatched_count,
    unmatched_share, allowed_unmatched_share
from meta_reference where unmatched_count > 0 order by unmatched_share desc, feed, table_name, column_name"""
_OLD = "select feed, table_name, last_as_of_on, fresh_within_days from meta_feed where not is_fresh order by all"
_ABSENT = "select feed || '.' || table_name from meta_feed where not is_present and not is_optional order by 1"


def query(folder: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows of a published build."""
    from pipelines.warehouse import connect

    with connect.database(folder / DATABASE, read_only=True) as connection:
        return connection.execute(sql, list(values)).fetchall()
