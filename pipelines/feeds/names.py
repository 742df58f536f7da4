"""Persons of the company by name: what a call sheet writes where the other feeds have a person_id.

Belongs here: the pseudonym of a staff identifier that is one person's id, full name or e-mail, written differently.
Elsewhere: the normal form (identifiers); the pseudonyms themselves (pseudonymise).

A name that two persons bear stays unresolved: it keeps a pseudonym of its own, and stakes cannot be told from it.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pipelines.feeds.identifiers import normal
from pipelines.feeds.raw_file import Shape
from pipelines.manifest import Batch
from pipelines.warehouse.connect import Connection, quote
from pipelines.workspace import Workspace

PERSONS = "people__person"
_COLUMNS = ("person_id", "full_name", "email")
Person = tuple[str, str | None, str | None]


def resolve(connection: Connection, workspace: Workspace, standing: Sequence[Batch], known: dict[Path, Shape]) -> int:
    """Give every other spelling of a known person that person's pseudonym in `raw.pseudonym`; returns how many."""
    files = [
        workspace.raw / b.feed / b.table / f"{b.sha256}.parquet" for b in standing if f"{b.feed}__{b.table}" == PERSONS
    ]
    if not files:
        return 0
    persons = " union ".join(_persons(known[file], file) for file in files)
    connection.execute(f"create or replace temp table known_person as {persons}")
    strangers = [row[0] for row in connection.execute(_STRANGERS).fetchall()]
    aliases = matched(strangers, connection.execute("from known_person order by all").fetchall()) if strangers else []
    if aliases:
        texts = [list(values) for values in zip(*aliases, strict=True)]
        unnested = "select unnest(?::varchar[]) as alias, unnest(?::varchar[]) as person_id"
        connection.execute(f"create or replace temp table person_alias as {unnested}", texts)
        connection.execute(_USE_ALIASES)
    return len(aliases)


def matched(strangers: Iterable[str], persons: Iterable[Person]) -> list[tuple[str, str]]:
    """(identifier, person_id) where the normal form is that of exactly one person's id, name or e-mail."""
    forms: dict[str, set[str]] = {}
    for person_id, full_name, email in persons:
        for form in (normal(person_id), normal(full_name or ""), _mailbox(email or "")):
            forms.setdefault(form, set()).add(person_id)
    found: list[tuple[str, str]] = []
    for identifier in strangers:
        form = _mailbox(identifier) if "@" in identifier else normal(identifier)
        if form and len(forms.get(form, ())) == 1:
            found.append((identifier, min(forms[form])))
    return found


def _mailbox(text: str) -> str:
    """An e-mail address as it counts. Dots and hyphens in it tell people apart, so they stay."""
    return text.strip().casefold() if "@" in text else ""


def _persons(shape: Shape, file: Path) -> str:
    columns = ", ".join(shape.sql(column, "VARCHAR") for column in _COLUMNS)
    return f"select {columns} from read_parquet([{quote(str(file))}]) where _rule is null"


_STRANGERS = """
select identifier from raw.pseudonym
where person_kind = 'person' and identifier not in (select person_id from known_person)
order by identifier"""
_USE_ALIASES = """
update raw.pseudonym as alias
set pseudonym = own.pseudonym
from person_alias
inner join raw.pseudonym as own on own.person_kind = 'person' and own.identifier = person_alias.person_id
where alias.person_kind = 'person' and alias.identifier = person_alias.alias"""
