"""One file, read for one table: typed rows and quarantine, balanced against the file's own lines.

Belongs here: the steps from an archived file to a raw file, and the reconciliation.
Elsewhere: which files there are (ingest), the SELECT (conform), the roads (readers), the second files (lookup).
"""

import datetime as dt
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipelines.feeds import conform, lookup, preflight, pseudonymise, quarantine, readers
from pipelines.feeds.archive import Received
from pipelines.feeds.conform import Plan
from pipelines.feeds.lookup import NotYet
from pipelines.feeds.mapping import NamedMapping, Read
from pipelines.feeds.problem import Problem, Rule, refuse
from pipelines.feeds.readers import Source, TextTable
from pipelines.warehouse.connect import Connection, Error, memory, quote
from pipelines.workspace import Workspace

__all__ = ["Loaded", "Loader", "NotYet"]
_REJECTS = "rejects"
_RAGGED = ("MISSING COLUMNS", "TOO MANY COLUMNS")
PARQUET = "format parquet, compression zstd, compression_level 1, row_group_size 122880"


@dataclass
class Loaded:
    """What became of one file for one table; `problems` are the first refused rows, in words."""

    file: str
    contract: str
    mapping: str
    rows: dict[str | None, int] = field(default_factory=dict)
    parser: list[quarantine.Refused] = field(default_factory=list)
    parser_before: list[int] = field(default_factory=list)
    control_totals: dict[str, str] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    dates: tuple[str | None, str | None] = (None, None)
    lines: dict[str, int] = field(default_factory=dict)
    header_rows: int = 1
    problems: list[Problem] = field(default_factory=list)

    @property
    def loaded_count(self) -> int:
        """Records that no rule refuses."""
        return self.rows.get(None, 0)

    @property
    def ignored_count(self) -> int:
        """Records that the mapping declares as ignored, and empty rows of a sheet."""
        return self.rows.get(Rule.IGNORED.value, 0)

    @property
    def refused_by_rule(self) -> dict[str, int]:
        """Refused records by rule, the parser's included."""
        counts = {rule: n for rule, n in self.rows.items() if rule is not None and rule != Rule.IGNORED}
        for _, rule, _ in self.parser:
            counts[rule] = counts.get(rule, 0) + 1
        return counts

    @property
    def row_count(self) -> int:
        """All records after the header."""
        return sum(self.rows.values()) + len(self.parser)

    @property
    def notes(self) -> list[Problem]:
        """Columns of the file that nobody asked for."""
        return [Problem(self.file, f"column {text!r} is not used by {self.contract}") for text in self.unknown]

    def facts(self) -> dict[str, object]:
        """The facts for the manifest's record."""
        refused = self.refused_by_rule
        return {
            "row_count": self.row_count, "loaded_count": self.loaded_count, "quarantined_count": sum(refused.values()),
            "ignored_count": self.ignored_count, "line_end_count": self.lines.get("lines"),
            "embedded_line_count": self.lines.get("embedded"), "blank_line_count": self.lines.get("blank"),
            "header_line_count": self.lines.get("header"), "header_row_count": self.header_rows,
            "control_totals": self.control_totals, "refused_by_rule": refused, "absent": self.absent,
            "parser_refused_before": self.parser_before, "min_on": self.dates[0], "max_on": self.dates[1],
        }  # fmt: skip


@dataclass(frozen=True)
class Loader:
    """Loads files into the raw folder of one workspace."""

    workspace: Workspace
    key: bytes | None
    memory_limit: str = "2GB"
    threads: int | None = None

    def load(self, received: Received, file: str, named: NamedMapping, received_at: dt.datetime) -> Loaded:
        """Write raw rows, quarantine and pseudonyms of one file for one table; each appears by one rename.

        `received_at` is UTC and naive. Raises RefusedFile, and NotYet when a file that it looks up is not there.
        """
        contract = named.contract
        raw = self.workspace.raw / contract.feed / contract.table / f"{received.sha256}.parquet"
        raw.parent.mkdir(parents=True, exist_ok=True)
        with self._session([self.workspace.raw, self.workspace.quarantine]) as (connection, private):
            part = raw.with_suffix(".part")
            loaded = self._read(connection, private, received, file, named, received_at, part)
            place = quarantine.Place(file, received.sha256, named.id, loaded.header_rows)
            refused = self.workspace.quarantine / contract.feed / contract.table / raw.name
            _replace(refused, lambda target: bool(
                quarantine.write(connection, place, part, loaded.parser_before, loaded.parser, target)))  # fmt: skip
            people = self.workspace.raw / "pseudonym" / f"{received.sha256}-{contract.name}.parquet"
            persons = self.workspace.config.accounts == "persons"
            _replace(people, lambda target: pseudonymise.write(
                connection, contract, part, target, accounts_are_persons=persons))  # fmt: skip
            _sync_rename(part, raw)
        return loaded

    def try_out(self, received: Received, file: str, named: NamedMapping, received_at: dt.datetime) -> Loaded:
        """What `load` would do, in a folder that is thrown away. Raises the same."""
        with self._session([received.path.absolute().parent]) as (connection, private):
            part, refused = private / "raw.parquet", private / "quarantine.parquet"
            loaded = self._read(connection, private, received, file, named, received_at, part)
            place = quarantine.Place(file, received.sha256, named.id, loaded.header_rows)
            if quarantine.write(connection, place, part, loaded.parser_before, loaded.parser, refused):
                loaded.problems = quarantine.problems(connection, refused)
        return loaded

    @contextmanager
    def _session(self, folders: list[Path]) -> Iterator[tuple[Connection, Path]]:
        key = self.key or pseudonymise.key_of(self.workspace)
        with tempfile.TemporaryDirectory(prefix="touchstone-ingest-") as folder:
            allowed = [self.workspace.archive, self.workspace.landing, Path(folder), *folders]
            with memory(allowed, memory_limit=self.memory_limit, threads=self.threads) as connection:
                pseudonymise.use_key(connection, key)
                yield connection, Path(folder)

    def _read(self, connection: Connection, private: Path, received: Received, file: str, named: NamedMapping,
              received_at: dt.datetime, part: Path) -> Loaded:  # fmt: skip
        read = named.mapping.read if named.mapping else Read()
        kind = preflight.check(received, file, read)
        source = readers.open_source(received, file, kind, read, private)
        if kind == "parquet":
            readers.open_parquet(connection, source)
        planned = conform.plan(named, source, self.workspace.config.time_zone)
        joins = lookup.prepare(connection, planned, named, self.workspace, private, file)
        loaded = Loaded(file, named.contract.name, named.id, absent=planned.absent, unknown=planned.unknown,
                        header_rows=read.header_rows if kind in ("csv", "xlsx") else 0)  # fmt: skip
        return _Reading(connection, source, planned, joins, received_at, part).into(loaded, named)


@dataclass
class _Reading:
    connection: Connection
    source: Source
    planned: Plan
    joins: str
    received_at: dt.datetime
    part: Path

    def into(self, loaded: Loaded, named: NamedMapping) -> Loaded:
        """Read by the fast road if the file allows it and its lines come out, else by the exact one."""
        if self.source.format == "parquet":
            self._copy(readers.stream_parquet(self.source))
        elif readers.goes_the_exact_road(self.source) or not self._fast(loaded):
            self._exact(loaded)
        contract = named.contract
        loaded.rows, loaded.control_totals = quarantine.totals_by_rule(self.connection, self.part, contract)
        loaded.dates = self._dates(contract.row_date) if contract.row_date else (None, None)
        self._balance(loaded)
        return loaded

    def _fast(self, loaded: Loaded) -> bool:
        table = readers.stream_csv(self.source, _REJECTS)
        for name in (_REJECTS, f"{_REJECTS}_scan"):
            self.connection.execute(f"drop table if exists {name}")
        try:
            self._copy(table)
        except Error:
            return False
        refused = readers.parser_refused(self.connection, _REJECTS)
        if refused is None or any(kind not in _RAGGED for _, kind, _ in refused):
            return False
        rows = self._count()
        return self._explain_lines(loaded, table, rows, refused)

    def _explain_lines(self, loaded: Loaded, table: TextTable, rows: int, refused: list[tuple[int, str, str]]) -> bool:
        """Whether every line of the file is accounted for; notes what the parser refused."""
        facts = self.source.facts
        assert facts is not None
        rest = facts.lines - self.source.header_lines - rows - len(refused)
        embedded = 0 if rest == 0 or refused else readers.embedded_lines(self.connection, table, self.source)
        blank = rest - embedded
        if blank and (refused or blank != readers.trailing_blank_lines(self.source.path)):
            return False
        loaded.parser = [(line, Rule.RAGGED_ROW.value, "more or fewer fields than the header") for line, *_ in refused]
        first = loaded.header_rows + 1
        loaded.parser_before = [line - first - place for place, (line, *_) in enumerate(refused)]
        loaded.lines = {"lines": facts.lines, "header": self.source.header_lines, "embedded": embedded, "blank": blank}
        return True

    def _exact(self, loaded: Loaded) -> None:
        table = readers.read_records(self.connection, self.source, "records")
        self._copy(table)
        loaded.parser, loaded.parser_before = [], []
        facts, use = self.source.facts, table.use
        if facts is not None and use is not None:
            loaded.lines = {"lines": facts.lines, "header": use.header, "embedded": use.embedded, "blank": use.blank}

    def _copy(self, table: TextTable) -> None:
        if self.joins and not table.has_rules:
            self.connection.execute(f"create or replace temp table texts_now as select * from {table.sql}")
            table = replace(table, sql="texts_now")
        query = conform.select(
            self.planned, table.sql, received_at=self.received_at, has_rules=table.has_rules,
            has_nul=self.source.facts is None or self.source.facts.nul > 0, joined=self.joins,
        )  # fmt: skip
        self.connection.execute(f"copy ({query}) to {quote(str(self.part))} ({PARQUET})")

    def _count(self) -> int:
        return int(
            self.connection.execute(f"select count(*) from read_parquet([{quote(str(self.part))}])").fetchall()[0][0]
        )

    def _dates(self, column: str) -> tuple[str | None, str | None]:
        query = (f"select min({column})::date::varchar, max({column})::date::varchar "
                 f"from read_parquet([{quote(str(self.part))}]) where _rule is null")  # fmt: skip
        row = self.connection.execute(query).fetchall()[0]
        return row[0], row[1]

    def _balance(self, loaded: Loaded) -> None:
        """Every line of the file must be accounted for. Raises RefusedFile when one is not."""
        if not loaded.lines:
            return
        explained = sum(loaded.lines[part] for part in ("header", "embedded", "blank")) + loaded.row_count
        if explained != loaded.lines["lines"]:
            raise refuse(
                self.source.name,
                f"{loaded.lines['lines']:,} lines were counted but {explained:,} were read: nothing of it is loaded",
                "report this with the file's shape: it must not happen",
            )


def _replace(target: Path, write: "object") -> None:
    """Write a file beside its place and rename it; when nothing is to be written, an older one goes."""
    part = target.with_suffix(".part")
    if write(part):  # type: ignore[operator]
        _sync_rename(part, target)
    else:
        target.unlink(missing_ok=True)


def _sync_rename(part: Path, target: Path) -> None:
    handle = os.open(part, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    os.replace(part, target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
