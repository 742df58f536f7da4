"""What a canonical table is: its columns, types, key, and who may see what.

Belongs here: the model of `contracts/*.yml`, which refuses nonsense.
Elsewhere: how a company's file is brought into this shape (mapping, conform).
"""

import hashlib
import re
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from pipelines import yaml_file
from pipelines.manifest import Batch

FOLDER = Path(__file__).parent / "contracts"
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
Alias = Annotated[str, StringConstraints(min_length=1, max_length=63)]
Days = Annotated[int, Field(gt=0)]


class ColumnType(StrEnum):
    """What a column holds."""

    TEXT = "text"
    CODE = "code"
    CURRENCY = "currency"
    PERIOD = "period"
    INTEGER = "integer"
    DECIMAL = "decimal"
    AMOUNT = "amount"
    SCORE = "score"
    DATE = "date"
    TIMESTAMP = "timestamp"
    BOOLEAN = "boolean"


SQL_TYPE: dict[ColumnType, str] = {
    ColumnType.TEXT: "VARCHAR",
    ColumnType.CODE: "VARCHAR",
    ColumnType.CURRENCY: "VARCHAR",
    ColumnType.PERIOD: "VARCHAR",
    ColumnType.INTEGER: "BIGINT",
    ColumnType.DECIMAL: "DECIMAL(24,10)",
    ColumnType.AMOUNT: "DECIMAL(18,4)",
    ColumnType.SCORE: "DECIMAL(6,2)",
    ColumnType.DATE: "DATE",
    ColumnType.TIMESTAMP: "TIMESTAMP",
    ColumnType.BOOLEAN: "BOOLEAN",
}
NUMBERS = (ColumnType.INTEGER, ColumnType.DECIMAL, ColumnType.AMOUNT, ColumnType.SCORE)


class Personal(StrEnum):
    """What a column says of a person, which decides how far it may travel."""

    STAFF = "staff"
    RESPONDENT = "respondent"
    ACCOUNT = "account"
    ACCOUNT_NAME = "account_name"
    DIRECT = "direct"
    FREE_TEXT = "free_text"
    EMAIL = "email"
    PHONE = "phone"


# Of these classes a keyed hash travels on, never the value.
HASHED = (Personal.FREE_TEXT, Personal.EMAIL, Personal.PHONE)


class Strict(BaseModel):
    """A contract or mapping refuses what it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(Strict):
    """One column of a canonical table."""

    type: ColumnType
    description: Annotated[str, StringConstraints(min_length=3)]
    aliases: tuple[Alias, ...] = ()
    values: tuple[str, ...] = ()
    value_aliases: dict[str, str] = {}
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    exclusive_minimum: bool = False
    past_only: bool = False
    personal: Personal | None = None
    references: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$")] | None = None
    unmatched_share: Annotated[float, Field(ge=0, le=1)] = 0.0
    hidden_where: dict[Name, tuple[str, ...]] = {}
    share_where: dict[Name, tuple[str, ...]] = {}
    phrases: bool = False
    unit: str | None = None

    @property
    def duckdb_type(self) -> str:
        """The column's type in DuckDB."""
        return SQL_TYPE[self.type]

    @property
    def is_share(self) -> bool:
        """Whether its values are shares, in every row or `share_where`: 0 to 1, or with a percent sign 0 % to 100 %."""
        return self.maximum == 1 or bool(self.share_where)

    @model_validator(mode="after")
    def _fits_its_type(self) -> "Column":
        if (self.type is ColumnType.CODE) != bool(self.values):
            raise ValueError("`values` belong to type code, and a code needs them")
        if (self.minimum is not None or self.maximum is not None) and self.type not in NUMBERS:
            raise ValueError("`minimum` and `maximum` belong to numbers")
        if self.share_where and (self.type is not ColumnType.DECIMAL or self.maximum is not None):
            raise ValueError("`share_where` belongs to decimals without a `maximum`: their shares go to 1")
        if self.past_only and self.type not in (ColumnType.DATE, ColumnType.TIMESTAMP):
            raise ValueError("`past_only` belongs to dates and timestamps")
        if self.personal and self.type is not ColumnType.TEXT:
            raise ValueError("`personal` belongs to text")
        if self.phrases and self.personal is not Personal.FREE_TEXT:
            raise ValueError("`phrases` belongs to free text")
        if self.unmatched_share and not self.references:
            raise ValueError("`unmatched_share` belongs to a column with `references`")
        if not set(self.value_aliases.values()) <= set(self.values):
            raise ValueError("`value_aliases` must lead to `values`")
        return self


class Contract(Strict):
    """One canonical table: `contracts/<feed>__<table>.yml`."""

    feed: Name
    table: Name
    aliases: tuple[Name, ...] = ()
    grain: Annotated[str, StringConstraints(pattern=r"^one row per ")]
    owner: Annotated[str, StringConstraints(pattern=r"^team:[a-z_]+$")]
    key: tuple[Name, ...]
    row_date: Name | None = None
    version: Name | None = None
    delivery: Literal["snapshot", "delta"]
    fresh_within_days: Days | None = None
    retention_days: Days | None = None
    optional: bool = False
    columns: dict[Name, Column]

    @model_validator(mode="after")
    def _names_its_own_columns(self) -> "Contract":
        named = [*self.key, *(name for name in (self.row_date, self.version) if name)]
        strangers = [name for name in named if name not in self.columns]
        if strangers or not self.key:
            raise ValueError(f"key, row_date and version must name columns of the table (are: {', '.join(strangers)})")
        if any(name.startswith("item_") and name != "item_id" and self.takes_items for name in self.columns):
            raise ValueError("columns of this table may not start with item_: that is where its items lie")
        if any({*column.hidden_where, *column.share_where} - set(self.columns) for column in self.columns.values()):
            raise ValueError("`hidden_where` and `share_where` must name columns of the table")
        return self

    @model_validator(mode="after")
    def _spells_nothing_twice(self) -> "Contract":
        spelled = [*self.columns, *(alias for column in self.columns.values() for alias in column.aliases)]
        twice = sorted({name for name in spelled if spelled.count(name) > 1})
        if twice:
            raise ValueError(f"a header may stand for one column only (twice: {', '.join(twice)})")
        return self

    @property
    def name(self) -> str:
        """`<feed>__<table>`, the name of its raw view."""
        return f"{self.feed}__{self.table}"

    def holds(self, batch: Batch) -> bool:
        """Whether a batch belongs to this table."""
        return (batch.feed, batch.table) == (self.feed, self.table)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which a row is refused: the key and the row's date."""
        return (*self.key, self.row_date) if self.row_date and self.row_date not in self.key else self.key

    @property
    def takes_items(self) -> bool:
        """Whether `item_<id>` columns of a wide questionnaire may lie beside the columns."""
        return self.name == "survey__response"

    def of_class(self, *classes: Personal) -> list[str]:
        """The columns of these personal-data classes."""
        return [name for name, column in self.columns.items() if column.personal in classes]


@cache
def contract_names() -> dict[str, str]:
    """Every spelling of a canonical table, `<feed>__<table or alias>`, and the contract's name."""
    known = load_contracts().values()
    aliased = {f"{contract.feed}__{alias}": contract.name for contract in known for alias in contract.aliases}
    return aliased | {contract.name: contract.name for contract in known}


@cache
def load_contracts() -> dict[str, Contract]:
    """All canonical tables by name. Raises ConfigurationError when a shipped contract is broken."""
    found = [yaml_file.load(file, Contract) for file in sorted(FOLDER.glob("*.yml"))]
    return {contract.name: contract for contract in found}


def is_item(column: str) -> bool:
    """Whether a column is one item of a wide questionnaire."""
    return re.fullmatch(r"item_[A-Za-z0-9_]{1,40}", column) is not None


def fingerprint(contract: Contract) -> str:
    """Changes when a file would be read otherwise: words and limits do not count (SHA-256, hex)."""
    words = {"grain": True, "owner": True, "fresh_within_days": True, "retention_days": True, "optional": True}
    meaning = contract.model_dump_json(
        exclude=words | {"columns": {"__all__": {"description", "unmatched_share", "hidden_where"}}}
    )
    return hashlib.sha256(meaning.encode()).hexdigest()
