"""Accounts that other systems write differently: the identifiers of every feed, brought to one account_id.

Belongs here: which identifiers a batch holds, table `raw.account_alias`, which columns need it.
Elsewhere: the normal form (identifiers), what a person confirmed (account_map), proposals (match).

An identifier is: an account_id itself; else what a person confirmed; else the one account whose id or name has the same
normal form, unless a person said no to it. Two such accounts, or none: it stays as it is, unmatched and counted.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.feeds import account_map
from pipelines.feeds.contract import Contract, Personal, load_contracts
from pipelines.feeds.identifiers import normal
from pipelines.feeds.raw_file import Shape
from pipelines.manifest import Batch
from pipelines.warehouse.connect import Connection, name, quote
from pipelines.workspace import Workspace

ACCOUNTS = "crm__account"
_ID, _NAME = "account_id", "account_name"
Shapes = dict[Path, Shape]


@dataclass(frozen=True)
class Account:
    """One account under one of its names."""

    account_id: str
    account_name: str | None


def identifier_file(workspace: Workspace, batch: Batch) -> Path:
    """Where the account identifiers of a batch lie."""
    return workspace.raw / "identifier" / f"{batch.sha256}-{batch.feed}__{batch.table}.parquet"


def identifier_columns(contract: Contract, stored: Container[str]) -> list[str]:
    """The stored columns that name an account; the key of the accounts themselves is none."""
    own = {_ID} if contract.name == ACCOUNTS else set()
    return [column for column in contract.of_class(Personal.ACCOUNT) if column in stored and column not in own]


def write(connection: Connection, columns: Sequence[str], raw: Path, target: Path) -> None:
    """Write how often each account identifier stands in the loaded rows of a raw file.

    Columns: column_name, identifier, row_count. Done once per batch, so that later runs never look at its rows.
    """
    query = f"{_counted(columns, raw)} order by all"
    connection.execute(f"copy ({query}) to {quote(str(target))} (format parquet, compression zstd)")


def create_aliases(
    connection: Connection, workspace: Workspace, standing: Sequence[Batch], known: Shapes
) -> set[tuple[str, str]]:
    """Make `raw.account_alias`; returns the (contract, column) pairs in which an alias occurs.

    Columns: identifier, account_id, how (confirmed, normalised), evidence. Raises ConfigurationError.
    """
    collect(connection, workspace, standing, known)
    lines = account_map.read(workspace)
    strangers = [row[0] for row in connection.execute(_STRANGERS).fetchall()]
    found = matched(strangers, accounts(connection), lines) if strangers else []
    columns = ("identifier", "account_id", "how", "evidence")
    connection.execute(f"create or replace table raw.account_alias ({', '.join(f'{c} varchar' for c in columns)})")
    if found:
        texts = [list(values) for values in zip(*found, strict=True)]
        unnested = ", ".join("unnest(?::varchar[])" for _ in columns)
        connection.execute(f"insert into raw.account_alias select {unnested}", texts)
    query = "select distinct contract, column_name from account_identifier join raw.account_alias using (identifier)"
    return {(contract, column) for contract, column in connection.execute(query).fetchall()}


def resolved(rows: str, columns: Sequence[str]) -> str:
    """SQL of rows with the account_id in these columns wherever an alias stands there."""
    if not columns:
        return rows
    alias = {column: name("a " + column) for column in columns}
    values = ", ".join(f"coalesce({alias[c]}.account_id, u.{name(c)}) as {name(c)}" for c in columns)
    joins = " ".join(
        f"left join raw.account_alias as {alias[c]} on {alias[c]}.identifier = u.{name(c)}" for c in columns
    )
    return f"select u.* replace ({values}) from ({rows}) as u {joins}"


def collect(connection: Connection, workspace: Workspace, standing: Sequence[Batch], known: Shapes) -> None:
    """Make the temporary tables `known_account` and `account_identifier` of an open database."""
    held = [(b, workspace.raw / b.feed / b.table / f"{b.sha256}.parquet") for b in standing]
    own = [_own(known[raw], raw) for b, raw in held if f"{b.feed}__{b.table}" == ACCOUNTS]
    parts = [part for b, raw in held if (part := _identifiers(workspace, b, raw, known[raw]))]
    for table, columns, rows in (
        ("known_account", "account_id varchar, account_name varchar", " union ".join(own)),
        ("account_identifier", _IDENTIFIERS, " union all ".join(parts)),
    ):
        connection.execute(f"create or replace temp table {table} ({columns})")
        if rows:
            connection.execute(f"insert into {table} {rows}")


def accounts(connection: Connection) -> list[Account]:
    """Every account under every name that it had, in order of id."""
    query = "select account_id, account_name from known_account order by all"
    return [Account(*row) for row in connection.execute(query).fetchall()]


def by_normal_form(known: Iterable[Account]) -> dict[str, dict[str, str]]:
    """Normal form of an id or name -> account_id -> which of the two it is."""
    found: dict[str, dict[str, str]] = {}
    for account in known:
        for text, what in ((account.account_id, _ID), (account.account_name, _NAME)):
            if text and (form := normal(text)):
                found.setdefault(form, {}).setdefault(account.account_id, what)
    return found


_IDENTIFIERS = "contract varchar, column_name varchar, identifier varchar, row_count bigint"
_STRANGERS = """
select distinct identifier from account_identifier
where exists (select 1 from known_account)
    and not exists (select 1 from known_account as a where a.account_id = account_identifier.identifier)
order by identifier"""


def matched(
    strangers: list[str], known: list[Account], lines: list[account_map.Line]
) -> list[tuple[str, str, str, str]]:
    """(identifier, account_id, how, evidence) of every identifier that is certain, in the order given."""
    ids = {account.account_id for account in known}
    said = {line.identifier: line for line in lines if line.confirmed and line.account_id in ids}
    denied = {(line.identifier, line.account_id) for line in lines if line.confirmed is False}
    forms = by_normal_form(known)
    found: list[tuple[str, str, str, str]] = []
    for identifier in strangers:
        same = forms.get(normal(identifier), {})
        if identifier in said:
            line = said[identifier]
            found.append((identifier, line.account_id, "confirmed", f"accounts.csv line {line.number}"))
        elif len(same) == 1 and (identifier, *same)[:2] not in denied:
            ((account_id, what),) = same.items()
            found.append((identifier, account_id, "normalised", what))
    return found


def _own(shape: Shape, raw: Path) -> str:
    columns = f"{shape.sql(_ID, 'VARCHAR')}, {shape.sql(_NAME, 'VARCHAR')}"
    return f"select {columns} from read_parquet([{quote(str(raw))}]) where _rule is null"


def _identifiers(workspace: Workspace, batch: Batch, raw: Path, shape: Shape) -> str:
    """The identifiers of one batch: counted when it was loaded; counted now when an earlier version loaded it."""
    contract = load_contracts()[f"{batch.feed}__{batch.table}"]
    columns = identifier_columns(contract, shape.columns)
    if not columns:
        return ""
    file = identifier_file(workspace, batch)
    source = f"read_parquet([{quote(str(file))}])" if file.exists() else f"({_counted(columns, raw)})"
    return f"select {quote(contract.name)} as contract, column_name, identifier, row_count from {source}"


def _counted(columns: Sequence[str], raw: Path) -> str:
    source = f"read_parquet([{quote(str(raw))}])"
    each = (
        f"select {quote(column)} as column_name, {name(column)} as identifier, count(*) as row_count "
        f"from {source} where _rule is null and {name(column)} is not null group by {name(column)}"
        for column in columns
    )
    return " union all ".join(each)
