"""The views that dbt reads: the rows that count, persons as pseudonyms, free text as its features.

Belongs here: `raw.<feed>__<table>` for every contract (an empty typed one where nothing arrived), and `raw.batch`.
Elsewhere: what is in a raw file (conform); which batches stand (manifest); who is the same account or person (accounts,
names).
"""

from pathlib import Path

from pipelines import manifest
from pipelines.feeds import accounts, names, phrases
from pipelines.feeds.as_of import as_of_on, current_snapshots
from pipelines.feeds.contract import HASHED, Column, Contract, Personal, is_item, load_contracts
from pipelines.feeds.pseudonymise import KIND
from pipelines.feeds.quarantine import row_no_sql
from pipelines.feeds.raw_file import Shape, shapes
from pipelines.manifest import Batch
from pipelines.vocabulary import BatchStatus
from pipelines.warehouse.connect import Connection, database, name, quote
from pipelines.workspace import Workspace

Shapes = dict[Path, Shape]
_ITEM_COLUMNS = ("response_id", "item_id", "value_num", "updated_at")
_LINEAGE = (("_batch_no", "INTEGER"), ("_file_sha256", "VARCHAR"), ("_row_no", "BIGINT"))
BATCH_COLUMNS = {
    "batch_no": "INTEGER", "feed": "VARCHAR", "table_name": "VARCHAR", "file": "VARCHAR", "sha256": "VARCHAR",
    "received_at": "TIMESTAMP", "status": "VARCHAR", "row_count": "BIGINT", "loaded_count": "BIGINT",
    "quarantined_count": "BIGINT", "ignored_count": "BIGINT", "min_on": "DATE", "max_on": "DATE",
    "mapping": "VARCHAR", "as_of_on": "DATE", "is_current_snapshot": "BOOLEAN",
}  # fmt: skip


def refresh(workspace: Workspace) -> None:
    """Make all raw views anew in the work file of the workspace."""
    with database(workspace.warehouse_file, [workspace.raw]) as connection:
        create_raw_views(connection, workspace)


def create_raw_views(connection: Connection, workspace: Workspace) -> None:
    """Make schema `raw` in an open database: one view per contract, tables `raw.batch`, `raw.pseudonym` and
    `raw.account_alias`. Raises ConfigurationError when `feeds/accounts.csv` cannot be used.
    """
    batches = manifest.read(workspace.manifest_file)
    standing = manifest.standing(batches)
    connection.execute("begin")
    connection.execute("create schema if not exists raw")
    _write_batches(connection, manifest.latest(batches))
    _write_pseudonyms(connection, workspace, standing)
    known = shapes(connection, [raw_file(workspace, batch) for batch in standing])
    names.resolve(connection, workspace, standing, known)
    aliased = accounts.create_aliases(connection, workspace, standing, known)
    for contract in load_contracts().values():
        mine = [batch for batch in standing if contract.holds(batch)]
        renamed = [column for column in contract.columns if (contract.name, column) in aliased]
        body = _view(contract, mine, workspace, known, renamed)
        if contract.name == "survey__answer":
            body += _unpivoted(contract, standing, workspace, known)
        connection.execute(f"create or replace view raw.{contract.name} as {body}")
    connection.execute("commit")


def raw_file(workspace: Workspace, batch: Batch) -> Path:
    """Where the rows of a batch lie."""
    return workspace.raw / batch.feed / batch.table / f"{batch.sha256}.parquet"


def pseudonym_file(workspace: Workspace, batch: Batch) -> Path:
    """Where the pseudonyms of a batch lie."""
    return workspace.raw / "pseudonym" / f"{batch.sha256}-{batch.feed}__{batch.table}.parquet"


def view_columns(contract: Contract, *, accounts_are_persons: bool) -> dict[str, str]:
    """Names and DuckDB types of the columns of a raw view, in order."""
    columns: dict[str, str] = {}
    for column, known in contract.columns.items():
        for shown, duckdb_type, _ in _shown(column, known, accounts_are_persons):
            columns[shown] = duckdb_type
    return columns | dict(_LINEAGE)


def _shown(column: str, known: Column, persons: bool) -> list[tuple[str, str, str]]:
    """(name, type, SQL over the raw row `r`) of what a column shows."""
    value = f"r.{name(column)}"
    match known.personal:
        case Personal.DIRECT:
            return []
        case Personal.FREE_TEXT:
            return [
                (f"{column}_length", "INTEGER", f"length({value})"),
                (f"{column}_line_count", "INTEGER", f"length({value}) - length(replace({value}, chr(10), '')) + 1"),
                (f"{column}_hash", "VARCHAR", f"r.{name(column + '_hash')}"),
                *((f"{column}_is_{kind}", "BOOLEAN", phrases.contains_sql(value, kind))
                  for kind in phrases.KINDS if known.phrases),
            ]  # fmt: skip
        case Personal.PHONE:
            return [(f"{column}_hash", "VARCHAR", f"r.{name(column + '_hash')}")]
        case Personal.EMAIL:
            domain = f"case when contains({value}, '@') then lower(trim(split_part({value}, '@', -1), ' >')) end"
            return [
                (f"{column}_hash", "VARCHAR", f"r.{name(column + '_hash')}"),
                (f"{column}_domain", "VARCHAR", domain),
            ]
        case Personal.ACCOUNT_NAME:
            return [(column, "VARCHAR", "null" if persons else value)]
        case kind if kind in KIND and (persons or kind is not Personal.ACCOUNT):
            return [(column, "VARCHAR", f"{name('p ' + column)}.pseudonym")]
    for other, values in known.hidden_where.items():
        listed = ", ".join(quote(hidden) for hidden in values)
        value = f"case when r.{name(other)} in ({listed}) then null else {value} end"
    return [(column, known.duckdb_type, value)]


def _view(contract: Contract, batches: list[Batch], workspace: Workspace, known: Shapes, renamed: list[str]) -> str:
    persons = workspace.config.accounts == "persons"
    shown = [part for column, known in contract.columns.items() for part in _shown(column, known, persons)]
    typed = ", ".join(f"cast({sql} as {kind}) as {name(column)}" for column, kind, sql in shown)
    lineage = ", ".join(f"r.{column}" for column, _ in _LINEAGE)
    joins = "".join(_pseudonym_join(column, known.personal) for column, known in contract.columns.items()
                    if known.personal in KIND and (persons or known.personal is not Personal.ACCOUNT))  # fmt: skip
    rows = " union all ".join(rows_of(contract, batch, raw_file(workspace, batch), known) for batch in batches)
    rows = accounts.resolved(rows or _no_rows(contract), renamed)
    return f"select {typed}, {lineage} from ({rows}) as r{joins}"


def _pseudonym_join(column: str, personal: Personal | None) -> str:
    alias, kind = name("p " + column), KIND[personal] if personal else ""
    return (f" left join raw.pseudonym as {alias} on {alias}.person_kind = {quote(kind)} "
            f"and {alias}.identifier = r.{name(column)}")  # fmt: skip


def rows_of(contract: Contract, batch: Batch, file: Path, known: Shapes) -> str:
    """The loaded rows of one batch, every column of the contract, and their lineage."""
    types = {column: c.duckdb_type for column, c in contract.columns.items()}
    types |= {f"{column}_hash": "VARCHAR" for column in contract.of_class(*HASHED)}
    columns = ", ".join(known[file].sql(column, kind) for column, kind in types.items())
    number = row_no_sql("file_row_number", batch.header_row_count, batch.parser_refused_before)
    return (f"select {columns}, {batch.batch_no} as _batch_no, {quote(batch.sha256)} as _file_sha256, "
            f"{number} as _row_no from read_parquet([{quote(str(file))}], file_row_number = true) "
            f"where _rule is null")  # fmt: skip


def _no_rows(contract: Contract) -> str:
    columns = {column: known.duckdb_type for column, known in contract.columns.items()}
    columns |= {f"{column}_hash": "VARCHAR" for column in contract.of_class(*HASHED)} | dict(_LINEAGE)
    return f"select {', '.join(f'cast(null as {kind}) as {name(c)}' for c, kind in columns.items())} where false"


def _unpivoted(answer: Contract, standing: list[Batch], workspace: Workspace, known: Shapes) -> str:
    """The item columns of wide questionnaires as further rows of survey.answer."""
    responses = [batch for batch in standing if (batch.feed, batch.table) == ("survey", "response")]
    parts = [_items(batch, raw_file(workspace, batch), known) for batch in responses]
    shown = view_columns(answer, accounts_are_persons=workspace.config.accounts == "persons")
    columns = ", ".join(
        name(column) if column in _ITEM_COLUMNS or column.startswith("_") else f"cast(null as {kind}) as {name(column)}"
        for column, kind in shown.items()
    )
    return "".join(f" union all select {columns} from ({part})" for part in parts if part)


def _items(batch: Batch, file: Path, known: Shapes) -> str:
    items = sorted(column for column in known[file].columns if is_item(column))
    if not items:
        return ""
    number = row_no_sql("file_row_number", batch.header_row_count, batch.parser_refused_before)
    listed = ", ".join(f"{name(item)} as {quote(item.removeprefix('item_'))}" for item in items)
    updated = known[file].sql("updated_at", "TIMESTAMP")
    return (f"select response_id, item_id, value_num, {updated}, {batch.batch_no} as _batch_no, "
            f"{quote(batch.sha256)} as _file_sha256, {number} as _row_no from (from read_parquet("
            f"[{quote(str(file))}], file_row_number = true) where _rule is null) "
            f"unpivot (value_num for item_id in ({listed}))")  # fmt: skip


def _write_batches(connection: Connection, batches: list[Batch]) -> None:
    columns = ", ".join(f"{column} {kind}" for column, kind in BATCH_COLUMNS.items())
    connection.execute(f"create or replace table raw.batch ({columns})")
    current = _current_snapshots(batches)
    rows = [
        [b.batch_no, b.feed, b.table, b.file, b.sha256, b.received_at.removesuffix("Z").removesuffix("+00:00"),
         str(b.status), b.row_count, b.loaded_count, b.quarantined_count, b.ignored_count, b.min_on, b.max_on,
         b.mapping, as_of_on(b), b.batch_no in current]
        for b in batches
    ]  # fmt: skip
    if rows:
        connection.executemany(f"insert into raw.batch values ({', '.join('?' * len(BATCH_COLUMNS))})", rows)


def _current_snapshots(batches: list[Batch]) -> set[int]:
    """The batches that say what exists today; a table of deltas has none."""
    loaded = [batch for batch in batches if batch.status is BatchStatus.LOADED]
    snapshots = [contract for contract in load_contracts().values() if contract.delivery == "snapshot"]
    return {no for contract in snapshots for no in current_snapshots([b for b in loaded if contract.holds(b)])}


def _write_pseudonyms(connection: Connection, workspace: Workspace, standing: list[Batch]) -> None:
    files = [pseudonym_file(workspace, batch) for batch in standing]
    listed = ", ".join(quote(str(file)) for file in files if file.exists())
    source = f"select distinct * from read_parquet([{listed}])" if listed else (
        "select null::varchar as person_kind, null::varchar as identifier, null::varchar as pseudonym where false"
    )  # fmt: skip
    connection.execute(f"create or replace table raw.pseudonym as {source} order by all")
