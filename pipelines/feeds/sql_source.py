"""A table or a query of a database, read into landing: all of it, or what came since the last time.

Belongs here: the question that is asked, which of its rows are new, where the next question begins.
Elsewhere: how a row is written (sql_rows), what is remembered and how a file lands (source_landing). The only module
that imports SQLAlchemy.

An increment asks for the rows at or above the high-water mark, less the overlap, and for those without a value. A row
that landed before is known by its hash and does not land again: rows that share the mark's value, and those that were
committed late, are neither lost nor doubled. The mark never passes tomorrow: one wrong clock must not hide what comes
after it.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from pipelines.feeds import source_landing
from pipelines.feeds.source_config import Source
from pipelines.feeds.source_landing import failed
from pipelines.feeds.sql_rows import Texts, UnwritableError, as_text, writer
from pipelines.workspace import Workspace

_AT_ONCE = 10_000
_KINDS: dict[str, type] = {"timestamp": dt.datetime, "date": dt.date, "integer": int, "decimal": Decimal, "text": str}


def read_into_landing(source: Source, workspace: Workspace) -> tuple[int, list[str]]:
    """Fetch one source; the number of new rows, and the file that landed with them. Raises SourceError."""
    memory = source_landing.remembered(source, workspace)
    reading = _Reading(source, _mark(memory.get("mark")), dict.fromkeys(memory.get("seen", ())))
    part = workspace.sources_dir / f"{source.id}.{source.format}"
    try:
        _ask(reading, source_landing.secret(source, str(source.url)), part)
        if not reading.row_count or (source.high_water is None and memory.get("total") == reading.total):
            return 0, []
        noted = reading.memory()
        is_increment = source.high_water is not None
        file = source_landing.land(source, workspace, part, f".{source.format}", is_increment=is_increment)
        source_landing.remember(source, workspace, noted)
        return reading.row_count, [file]
    finally:
        part.unlink(missing_ok=True)


@dataclass
class _Reading:
    """What is known of one table before it is asked, and what a pass over its rows finds."""

    source: Source
    mark: Any
    seen: dict[str, None]
    near: list[tuple[Any, str]] = field(default_factory=list)  # value and hash of rows that may come again
    row_count: int = 0
    total: int = 0  # a sum of hashes: the order in which a database gives its rows means nothing
    tomorrow: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC) + dt.timedelta(days=1))

    def take(self, rows: Sequence[Sequence[Any]], names: Sequence[str]) -> list[Texts]:
        """The rows that did not land before; notes what the next fetch must know of all of them."""
        place = None if self.source.high_water is None else _place(self.source, names)
        new = []
        for row in rows:
            texts = _texts(self.source, row, names)
            digest = hashlib.blake2b(repr(texts).encode(), digest_size=8).hexdigest()
            self.total = (self.total + int(digest, 16)) % 2**64
            if place is not None:
                self._note(row[place], digest)
            if digest not in self.seen:
                new.append(texts)
        self.row_count += len(new)
        low = _less(self.source, self.mark)
        self.near = [(value, digest) for value, digest in self.near if value is None or low is None or value >= low]
        return new

    def _note(self, value: Any, digest: str) -> None:
        self.near.append((value, digest))
        if value is not None and not _is_ahead(value, self.tomorrow) and (self.mark is None or value > self.mark):
            self.mark = value

    def memory(self) -> dict[str, Any]:
        """What the next fetch must know."""
        if self.source.high_water is None:
            return {"total": self.total}
        kind = next((kind for kind, type_ in _KINDS.items() if isinstance(self.mark, type_)), None)
        if self.mark is not None and kind is None:
            raise failed(self.source, f"its high_water column holds {type(self.mark).__name__}",
                         "name a column of times, dates, whole numbers or texts that grow")  # fmt: skip
        mark = None if kind is None else [kind, as_text(self.mark)]
        return {"mark": mark, "seen": sorted({digest for _, digest in self.near})}


def _ask(reading: _Reading, url: str, part: Path) -> None:
    source = reading.source
    try:
        engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
        with engine.connect() as connection:
            options = {"stream_results": True, "max_row_buffer": _AT_ONCE, "postgresql_readonly": True}
            result = connection.execution_options(**options).execute(_question(source, reading.mark))
            names = list(result.keys())
            with writer(part, source.format, names) as write:
                for rows in result.partitions(_AT_ONCE):
                    write(reading.take(rows, names))
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        what = f"its address cannot be used: {_said(error, url)}"
        next_step = "write driver://user:password@host/database; drivers come with the extra connectors"
        raise failed(source, what, next_step) from None
    except SQLAlchemyError as error:
        raise failed(source, f"cannot be read: {_said(error, url)}",
                     "correct the source, or ask who runs the database") from None  # fmt: skip


def _question(source: Source, mark: Any) -> sa.Select[Any]:
    """All rows, or those from the mark on, in the order of their high water."""
    if source.query is not None:
        query = source.query.rstrip().rstrip(";").replace(":", r"\:")  # a colon never stands for a parameter here
        rows: Any = sa.text(f"({query}) as fetched")
    else:
        schema, _, table = str(source.table).rpartition(".")
        rows = sa.table(table, schema=schema or None)
    question = sa.select(sa.text("*")).select_from(rows)
    if source.high_water is None:
        return question
    column: sa.ColumnClause[Any] = sa.column(source.high_water)
    low = _less(source, mark)
    if low is not None:
        question = question.where(sa.or_(column >= low, column.is_(None)))
    return question.order_by(column)


def _less(source: Source, mark: Any) -> Any:
    """The mark less the overlap: seconds of a time, days of a date, units of a number."""
    if not source.overlap or mark is None:
        return mark
    if isinstance(mark, dt.datetime):
        return mark - dt.timedelta(seconds=float(source.overlap))
    if isinstance(mark, dt.date):
        return mark - dt.timedelta(days=float(source.overlap))
    if isinstance(mark, str):
        earlier = _time_of(source, mark) - dt.timedelta(seconds=float(source.overlap))
        return earlier.isoformat(mark[10]) if len(mark) > 10 else earlier.date().isoformat()
    return mark - (int(source.overlap) if isinstance(mark, int) else source.overlap)


def _time_of(source: Source, text: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        raise failed(source, f"an overlap cannot be taken from the text {text[:40]!r}",
                     "leave the overlap out, or cast the column to a time in a `query`") from None  # fmt: skip


def _is_ahead(value: Any, tomorrow: dt.datetime) -> bool:
    if isinstance(value, dt.datetime):
        return value > (tomorrow if value.tzinfo else tomorrow.replace(tzinfo=None))
    if isinstance(value, dt.date):
        return value > tomorrow.date()
    return isinstance(value, str) and value[4:5] == "-" and value[:10] > tomorrow.date().isoformat()


def _mark(stored: list[str] | None) -> Any:
    if not stored:
        return None
    kind, text = stored
    if kind in ("timestamp", "date"):
        return (dt.datetime if kind == "timestamp" else dt.date).fromisoformat(text)
    return int(text) if kind == "integer" else Decimal(text) if kind == "decimal" else text


def _place(source: Source, names: Sequence[str]) -> int:
    try:
        return names.index(str(source.high_water))
    except ValueError:
        raise failed(source, f"has no column {source.high_water} (has: {', '.join(names[:40])})",
                     "correct high_water, or select the column in the query") from None  # fmt: skip


def _texts(source: Source, row: Sequence[Any], names: Sequence[str]) -> Texts:
    try:
        return tuple(map(as_text, row))
    except UnwritableError:
        for name, value in zip(names, row, strict=True):
            try:
                as_text(value)
            except UnwritableError as error:
                raise failed(source, f"column {name} {error}", "leave it out with a `query`") from None
        raise


def _said(error: Exception, url: str) -> str:
    """The first line of what the database said, without the password."""
    text = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    try:
        password = sa.make_url(url).password
    except (ArgumentError, ValueError):
        return type(error).__name__
    return text.replace(str(password), "***") if password else text
