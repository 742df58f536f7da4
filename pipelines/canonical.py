"""What the terminal shows of the canonical model: its tables, the columns of one, the contracts for other tools.

Belongs here: short tables for people who ask what a file should hold.
Elsewhere: the contracts (feeds.contract); their form in the Open Data Contract Standard (feeds.odcs).
"""

from pathlib import Path

from rich.console import Group, RenderableType
from rich.text import Text

from pipelines.feeds import odcs
from pipelines.feeds.contract import Contract, contract_names, load_contracts
from pipelines.overview import plain, table
from pipelines.yaml_file import ConfigurationError


def show(name: str | None) -> RenderableType:
    """All canonical tables; or, of one that is named, what a file of it may hold. Raises ConfigurationError."""
    return _columns(find(name)) if name else _tables()


def export(folder: Path, name: str | None) -> RenderableType:
    """Write the contracts, or the one that is named, in the Open Data Contract Standard."""
    files = odcs.write(folder, [find(name)] if name else None)
    return plain(f"Written: {len(files)} contracts ({odcs.API_VERSION} of the Open Data Contract Standard) in {folder}")


def find(name: str) -> Contract:
    """The contract of a table, however its name is spelled: `crm.account`, `crm__account`, `crm/order`."""
    asked = name.strip().lower().replace(".", "__").replace("/", "__")
    if asked not in contract_names():
        raise ConfigurationError(f"{name}: no canonical table; next: `touchstone contracts` lists them")
    return load_contracts()[contract_names()[asked]]


def _tables() -> RenderableType:
    rows = [
        (f"{c.feed}.{c.table}", c.grain.removeprefix("one row per "), ", ".join(c.required), "optional" * c.optional)
        for c in load_contracts().values()
    ]
    next_step = Text(
        "A file with these headers lies in landing/<feed>/<table>/. Next: touchstone contracts crm.account"
    )
    return Group(table("", ("table", "one row per", "needs", ""), rows), Text(), next_step)


def _columns(contract: Contract) -> RenderableType:
    rows = [
        (name, column.type.value, ", ".join(column.values or column.aliases), column.description)
        for name, column in contract.columns.items()
    ]
    heading = f"{contract.feed}.{contract.table}: {contract.grain}; {contract.delivery}"
    return Group(
        table(heading, ("column", "type", "values, or also called", "what it is"), rows),
        Text(),
        plain(f"Needed in every row: {', '.join(contract.required)}. All else may be missing, and shows as coverage."),
    )
