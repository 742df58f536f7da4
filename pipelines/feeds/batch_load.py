"""One file, read for one table: typed rows and quarantine, balanced against the file's own lines.

Belongs here: the steps from an archived file to a raw file, and the reconciliation.
Elsewhere: which files there are (ingest), the SELECT (conform), the roads (readers), the second files (lookup).
"""

import datetime as dt
import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from pipelines.feeds import (
    accounts,
    archive,
    batch_facts,
    conform,
    file_profile,
    preflight,
    pseudonymise,
    quarantine,
    raw_file,
    readers,
    sniff,
)
from pipelines.feeds.archive import Received
from pipelines.feeds.contract import Contract
from pipelines.feeds.discover import Found
from pipelines.feeds.file_profile import ColumnFacts
from pipelines.feeds.lookup import Lookups, NotYetError
from pipelines.feeds.mapping import NamedMapping, Read
from pipelines.feeds.plan import Plan, plan
from pipelines.feeds.problem import Problem, RefusedFileError, Rule, refuse, show
from pipelines.feeds.readers import Source, TextTable
from pipelines.manifest import Batch
from pipelines.warehouse.connect import Connection, Error, memory, name, quote
from pipelines.workspace import Workspace

__all__ = ["Loaded", "Loader", "NotYetError", "loader"]
POSITIVE_LOSSES = frozenset({"credit_note_amount", "loss_amount", "penalty_amount"})
"""Amounts that may be corrected by negative ones, and whose sum is a loss all the same."""
_REJECTS = "rejects"
_SAMPLE = 4 << 20
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
    amount_sums: dict[str, str] = field(default_factory=dict)
    scales: dict[str, list[str]] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    lacking: dict[str, str] = field(default_factory=dict)
    dates: tuple[str | None, str | None] = (None, None)
    lines: dict[str, int] = field(default_factory=dict)
    header_rows: int = 1
    stored: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    plan: Plan | None = None
    header: list[str] = field(default_factory=list)
    facts: list[ColumnFacts] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    other_sheets: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)  # names that several columns bear, of which none is read
    fallback: str | None = None  # the encoding of a canonical file that is not UTF-8

    @property
    def loaded_count(self) -> int:
        """Records that no rule refuses."""
        return self.rows.get(None, 0)

    @property
    def ignored_count(self) -> int:
        """Records that the mapping declares as ignored, and those without any value."""
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
        """What to know of a file that loads: likely questions, columns that lack or are not used, swallowed lines."""
        return [
            *self._lacking_columns(),
            *self.surprises,
            *(Problem(self.file, f"column {text!r} is not used by {self.contract}") for text in self.unknown),
        ]

    @property
    def surprises(self) -> list[Problem]:
        """Those of the notes that concern what the file holds and nobody reads."""
        return [*self._likely_questions(), *self._swallowed_lines(), *self._other_sheets(),
                *self._repeated(), *self._encoding(), *self._negative_losses()]  # fmt: skip

    def _likely_questions(self) -> Iterator[Problem]:
        if self.questions:
            what = f"answers load without a rating; these columns look like questions: {', '.join(self.questions[:40])}"
            go_on = f"say in feeds/ `use: {self.mapping}`, which of them is the `rating`, its `scale`, and the `items`"
            yield Problem(self.file, what, go_on)

    def _lacking_columns(self) -> Iterator[Problem]:
        if self.lacking:
            named = ", ".join(f"{text!r} (for {column})" for column, text in self.lacking.items())
            what = f"lacks columns that mapping {self.mapping} names: {named}"
            yield Problem(
                self.file, what, "correct the mapping if one is named otherwise now; what is absent is coverage"
            )

    def _swallowed_lines(self) -> Iterator[Problem]:
        if swallowed := self.lines.get("swallowed"):
            what = f"{swallowed:,} lines lie inside quotes that are never closed: none of them is loaded"
            yield Problem(self.file, what, "quarantine says on which line each quote opens; correct the export")

    def _other_sheets(self) -> Iterator[Problem]:
        if self.other_sheets:
            what = f"sheets that are not read: {', '.join(map(show, self.other_sheets))}"
            yield Problem(self.file, what, "if one is needed, save it as a file of its own, or say `read: {sheet: …}`")

    def _repeated(self) -> Iterator[Problem]:
        if self.repeated:
            what = f"has several columns named {', '.join(map(show, self.repeated))}, and none of them is read"
            yield Problem(self.file, what, "if one is needed, name it in a mapping with its number, as in `x (2)`")

    def _encoding(self) -> Iterator[Problem]:
        if self.fallback:
            what = f"is not UTF-8: it is read as {self.fallback}"
            yield Problem(self.file, what, "export it as UTF-8, or look whether its words are right")

    def _negative_losses(self) -> Iterator[Problem]:
        for key, total in self.amount_sums.items():
            if key.split(" ")[0] in POSITIVE_LOSSES and Decimal(total) < 0:
                what = f"{key} adds up to {Decimal(total):,f}, which lowers what failures cost: a loss is positive here"
                turned = "if(left(amount, 1) == '-', after(amount, '-'), concat('-', amount))"
                yield Problem(self.file, what, f"if its system writes credits as negative amounts, map by {turned}")

    def onto(self, blank: Batch) -> Batch:
        """The manifest's record of a file, with what is now known of its rows."""
        refused = self.refused_by_rule
        return replace(
            blank, row_count=self.row_count, loaded_count=self.loaded_count, ignored_count=self.ignored_count,
            quarantined_count=sum(refused.values()), line_end_count=self.lines.get("lines"),
            embedded_line_count=self.lines.get("embedded"), blank_line_count=self.lines.get("blank"),
            header_line_count=self.lines.get("header"), header_row_count=self.header_rows,
            control_totals=self.control_totals, amount_sums=self.amount_sums, scales=self.scales,
            refused_by_rule=refused, absent=self.absent,
            parser_refused_before=self.parser_before, min_on=self.dates[0], max_on=self.dates[1],
        )  # fmt: skip


@dataclass(frozen=True)
class Loader:
    """Loads files into the raw folder of one workspace, over one connection."""

    workspace: Workspace
    connection: Connection
    private: Path
    lookups: Lookups

    def load(self, received: Received, file: str, named: NamedMapping, received_at: dt.datetime) -> Loaded:
        """Write raw rows, quarantine and pseudonyms of one file for one table; each appears by one rename.

        `received_at` is UTC and naive. Raises RefusedFileError, and NotYetError when a file to look up is not there.
        """
        contract = named.contract
        raw = self.workspace.raw / contract.feed / contract.table / f"{received.sha256}.parquet"
        raw.parent.mkdir(parents=True, exist_ok=True)
        part = raw.with_suffix(".part")
        loaded = self._read(received, file, named, received_at, part)
        self._quarantine(loaded, received, part, raw.name, named)
        people = self.workspace.raw / "pseudonym" / f"{received.sha256}-{contract.name}.parquet"
        persons = self.workspace.config.accounts == "persons"
        columns = pseudonymise.person_columns(contract, loaded.stored, accounts_are_persons=persons)
        if columns:
            pseudonymise.write(self.connection, columns, part, _part(people))
            _sync_rename(_part(people), people)
        self._identifiers(loaded, received, part, contract)
        _sync_rename(part, raw)
        return loaded

    def try_out(self, received: Received, file: str, named: NamedMapping, received_at: dt.datetime) -> Loaded:
        """What `load` would do, in a folder that is thrown away. Raises the same."""
        part, refused = self.private / "raw.parquet", self.private / "quarantine.parquet"
        loaded = self._read(received, file, named, received_at, part)
        place = quarantine.Place(file, received.sha256, named.id, loaded.header_rows)
        if loaded.plan is not None:
            loaded.facts = file_profile.facts(self.connection, part, loaded.plan, loaded.header, loaded.loaded_count)
        if loaded.refused_by_rule:
            quarantine.write(self.connection, place, part, loaded.parser_before, loaded.parser, refused)
            loaded.problems = quarantine.problems(self.connection, refused)
        return loaded

    def _identifiers(self, loaded: Loaded, received: Received, part: Path, contract: Contract) -> None:
        """Note which accounts the rows name, so that no later step looks for them in the rows again."""
        target = self.workspace.raw / "identifier" / f"{received.sha256}-{contract.name}.parquet"
        columns = accounts.identifier_columns(contract, loaded.stored)
        if not columns:
            target.unlink(missing_ok=True)
            return
        accounts.write(self.connection, columns, part, _part(target))
        _sync_rename(_part(target), target)

    def _quarantine(self, loaded: Loaded, received: Received, raw: Path, file_name: str, named: NamedMapping) -> None:
        target = self.workspace.quarantine / named.contract.feed / named.contract.table / file_name
        if not loaded.refused_by_rule:
            target.unlink(missing_ok=True)
            return
        place = quarantine.Place(loaded.file, received.sha256, named.id, loaded.header_rows)
        quarantine.write(self.connection, place, raw, loaded.parser_before, loaded.parser, _part(target))
        _sync_rename(_part(target), target)

    def _read(self, received: Received, file: str, named: NamedMapping, received_at: dt.datetime, part: Path) -> Loaded:
        try:
            return self._read_as(_reading_of(received, file, named), received, file, named, received_at, part)
        except RefusedFileError as refusal:
            step = refusal.problem.next_step
            if named.mapping is not None or "in its mapping" not in step:
                raise
            step += f", which `touchstone map {show(file)} --write` writes"
            raise RefusedFileError(replace(refusal.problem, next_step=step)) from None

    def _read_as(
        self, read: Read, received: Received, file: str, named: NamedMapping, received_at: dt.datetime, part: Path
    ) -> Loaded:
        kind = preflight.check(received, file, read)
        source = readers.open_source(received, file, kind, read, self.private)
        if kind == "parquet":
            readers.open_parquet(self.connection, source)
        planned = plan(named, source, self.workspace.config.time_zone)
        joins = self.lookups.joins(planned, named, file)
        header_rows = read.header_rows if kind in ("csv", "xlsx") else 0
        loaded = Loaded(file, named.contract.name, named.id, absent=planned.absent, unknown=planned.unknown,
                        lacking=planned.lacking, header_rows=header_rows, stored=planned.stored_names, plan=planned,
                        header=source.header, questions=_questions(named, planned),
                        other_sheets=source.other_sheets,
                        repeated=[text for text in source.repeated if text in planned.unknown],
                        fallback=read.fallback_encoding if named.mapping is None else None)  # fmt: skip
        try:
            return _Reading(self.connection, source, planned, joins, received_at, part).into(loaded, named)
        finally:
            for decoded in self.private.glob("*.csv"):
                decoded.unlink()


@contextmanager
def loader(
    workspace: Workspace,
    settled: list[Found],
    folders: Sequence[Path] = (),
    *,
    memory_limit: str = "2GB",
    threads: int | None = None,
) -> Iterator[Loader]:
    """One connection that loads any number of files; it may touch this workspace and `folders`."""
    key = pseudonymise.key_of(workspace)
    with tempfile.TemporaryDirectory(prefix="touchstone-ingest-") as folder:
        private = Path(folder)
        own = [workspace.archive, workspace.landing, workspace.raw, workspace.quarantine]
        with memory([*own, private, *folders], memory_limit=memory_limit, threads=threads) as connection:
            pseudonymise.use_key(connection, key)
            yield Loader(workspace, connection, private, Lookups(connection, settled, private))


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
        table = None
        if self.source.format == "parquet":
            table = readers.stream_parquet(self.source)
            self._copy(table)
        elif self.source.format == "xlsx":
            self._sheet(loaded)
        elif readers.goes_the_exact_road(self.source) or (table := self._fast(loaded)) is None:
            self._exact(loaded)
        self._count_rows(loaded, named)
        if table is not None and Rule.MISSING_KEY in loaded.rows and self._may_have_empty_records():
            self._copy(table, knows_empty=True)
            self._count_rows(loaded, named)
        raw = (self.connection, self.part, named.contract)
        loaded.amount_sums = batch_facts.amount_sums(*raw, self.planned.stored_names, self.planned.constants)
        constants = {f.column: f.constant for f in self.planned.fields if f.constant is not None}
        loaded.scales = batch_facts.declared_scales(*raw, self.planned.stored_names - constants.keys(), constants)
        self._balance(loaded)
        return loaded

    def _count_rows(self, loaded: Loaded, named: NamedMapping) -> None:
        totals = quarantine.totals(self.connection, self.part, named.contract, self.planned.stored_names)
        loaded.rows, loaded.control_totals, loaded.dates = totals

    def _may_have_empty_records(self) -> bool:
        """Whether a record without its key has nothing in any column that is read; few files have one, and only they
        are read with a look at all of their columns."""
        nothing = " and ".join(f"{name(column)} is null" for column in self.planned.stored_names)
        query = f"select 1 from read_parquet([{quote(str(self.part))}]) where _rule = ? and {nothing} limit 1"
        return bool(self.connection.execute(query, [str(Rule.MISSING_KEY)]).fetchall())

    def _sheet(self, loaded: Loaded) -> None:
        """A sheet by the fast road; by the exact one when a cell is longer than any honest one."""
        try:
            self._copy(readers.stream_sheet(self.source))
        except Error:
            self._exact(loaded)

    def _fast(self, loaded: Loaded) -> TextTable | None:
        table = readers.stream_csv(self.source, _REJECTS)
        for rejects in (_REJECTS, f"{_REJECTS}_scan"):
            self.connection.execute(f"drop table if exists {rejects}")
        try:
            self._copy(table)
        except Error:
            return None
        refused = readers.parser_refused(self.connection, _REJECTS)
        quote_sign = self.source.read.quote  # a ragged record with a quote in it may be broken in another way
        if refused is None or any(
            kind not in _RAGGED or quote_sign in text or not text.strip() for _, kind, text in refused
        ):
            return None
        return table if self._explain_lines(loaded, table, self._count(), refused) else None

    def _explain_lines(self, loaded: Loaded, table: TextTable, rows: int, refused: list[tuple[int, str, str]]) -> bool:
        """Whether every line of the file is accounted for; notes what the parser refused."""
        facts = self.source.facts
        assert facts is not None
        rest = facts.lines - self.source.header_lines - rows - len(refused)
        embedded = 0
        if rest:
            inside = sum(text.strip("\r\n").count("\n") for _, _, text in refused)
            embedded = inside + readers.embedded_lines(self.connection, table, self.source)
        blank = rest - embedded
        if blank and blank != readers.trailing_blank_lines(self.source.path):
            return False
        loaded.parser = [(line, Rule.RAGGED_ROW.value, "more or fewer fields than the header") for line, *_ in refused]
        first = loaded.header_rows + 1
        loaded.parser_before = [line - first - place for place, (line, *_) in enumerate(refused)]
        loaded.lines = {"lines": facts.lines, "header": self.source.header_lines, "embedded": embedded, "blank": blank}
        return True

    def _exact(self, loaded: Loaded) -> None:
        table = readers.read_records(self.connection, self.source, "records")
        self._copy(table, knows_empty=True)
        loaded.parser, loaded.parser_before = [], []
        facts, use = self.source.facts, table.use
        if facts is not None and use is not None:
            loaded.lines = {"lines": facts.lines, "header": use.header, "embedded": use.embedded, "blank": use.blank,
                            "swallowed": use.swallowed}  # fmt: skip

    def _copy(self, table: TextTable, *, knows_empty: bool = False) -> None:
        if self.joins and not table.is_stored:
            self.connection.execute(f"create or replace temp table texts_now as select * from {table.sql}")
            table = replace(table, sql="texts_now")
        query = conform.select(
            self.planned, table.sql, received_at=self.received_at, has_rules=table.has_rules,
            has_nul=self.source.facts is None or self.source.facts.nul > 0, joined=self.joins,
            empty=readers.empty_sql(self.source) if knows_empty else "",
        )  # fmt: skip
        constants = quote(json.dumps(self.planned.constants, ensure_ascii=False))
        options = f"{PARQUET}, kv_metadata {{{raw_file.CONSTANTS}: {constants}}}"
        self.connection.execute(f"copy ({query}) to {quote(str(self.part))} ({options})")
        for used in {table.sql} & {"texts_now", "records"}:
            self.connection.execute(f"drop table {used}")

    def _count(self) -> int:
        return int(
            self.connection.execute(f"select count(*) from read_parquet([{quote(str(self.part))}])").fetchall()[0][0]
        )

    def _balance(self, loaded: Loaded) -> None:
        """Every line of the file must be accounted for. Raises RefusedFileError when one is not."""
        if not loaded.lines:
            return
        explained = sum(loaded.lines[part] for part in ("header", "embedded", "blank")) + loaded.row_count
        if explained != loaded.lines["lines"]:
            raise refuse(
                self.source.name,
                f"{loaded.lines['lines']:,} lines were counted but {explained:,} were read: nothing of it is loaded",
                "report this with the file's shape: it must not happen",
            )


def _reading_of(received: Received, file: str, named: NamedMapping) -> Read:
    """A canonical file is UTF-8, or GB18030 where its bytes look like that: other text would decode to wrong words."""
    if named.mapping is not None or received.facts.not_utf8_line is None:
        return named.read
    if preflight.format_of(file, named.read) != "csv":
        return named.read
    with open(received.path, "rb") as bytes_:
        content = bytes_.read(_SAMPLE)
    likely = sniff.decoded(content, is_whole=len(content) < _SAMPLE)[0]
    return Read(fallback_encoding=likely) if likely == "gb18030" else named.read


def _questions(named: NamedMapping, planned: Plan) -> list[str]:
    """Unused columns that look like questions, when no column is declared as the rating."""
    pattern = named.mapping.questions if named.mapping else None
    if pattern is None or "rating" not in planned.absent:
        return []
    return [text for text in planned.unknown if re.fullmatch(pattern, text, re.DOTALL)]


def _part(target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.with_suffix(".part")


def _sync_rename(part: Path, target: Path) -> None:
    archive.sync(part)
    os.replace(part, target)
    archive.sync(target.parent)
