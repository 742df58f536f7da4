"""How one kind of a company's files spells one canonical table.

Belongs here: the model of `feeds/*.yaml`, which refuses what does not fit the contract, with file, line and key.
Elsewhere: which file a mapping is for (discover), how it becomes a SELECT (conform).
"""

import codecs
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, field_validator, model_validator

from pipelines import yaml_file
from pipelines.feeds import contract as contracts
from pipelines.feeds import expression
from pipelines.feeds.contract import NUMBERS, ColumnType, Contract, Name, Strict
from pipelines.yaml_file import YamlSource

VENDORS = Path(__file__).parent / "vendors"
CANONICAL = "canonical"
KINDS = ("from", "constant", "expression", "lookup", "absent")
_DATED = (ColumnType.DATE, ColumnType.TIMESTAMP)


def _one_sign(text: str) -> str:
    if len(text) != 1 or not text.isascii() or text.isalnum() or text in "\r\n\x00":
        raise ValueError("must be one ASCII sign that is no letter or digit")
    return text


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _expression(text: str) -> str:
    expression.check(text)
    return text


def _zone(zone: str) -> str:
    if zone not in available_timezones():
        raise ValueError("not a time zone name; allowed: names such as Asia/Shanghai, Europe/Berlin, UTC")
    return zone


OneSign = Annotated[str, AfterValidator(_one_sign)]
Text = Annotated[str, BeforeValidator(_text)]
Expression = Annotated[str, StringConstraints(min_length=1, max_length=2000), AfterValidator(_expression)]
Zone = Annotated[str, AfterValidator(_zone)]
Glob = Annotated[str, StringConstraints(pattern=r"^[^/\x00-\x1f]", min_length=1, max_length=400)]


class Read(Strict):
    """How the bytes of the file become fields."""

    format: Literal["csv", "xlsx", "jsonl", "parquet"] | None = None
    encoding: str = "utf-8"
    delimiter: OneSign | Literal["\t"] = ","
    quote: OneSign = '"'
    header_rows: int = Field(default=1, ge=1, le=10)
    name_row: int = Field(default=1, ge=1, le=10)
    sheet: str | None = None

    @field_validator("encoding")
    @classmethod
    def _known(cls, encoding: str) -> str:
        try:
            known = codecs.lookup(encoding)
        except LookupError:
            raise ValueError(f"{encoding!r} is not known; allowed: utf-8, gb18030, gbk, big5, cp1252 …") from None
        if not getattr(known, "_is_text_encoding", True):
            raise ValueError(f"{encoding!r} is no encoding of text; allowed: utf-8, gb18030, gbk, big5, cp1252 …")
        return known.name

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if self.name_row > self.header_rows:
            raise ValueError("name_row lies after the header rows; allowed: 1 to header_rows")
        if self.delimiter == self.quote:
            raise ValueError("delimiter and quote are the same sign")
        return self


class Scale(Strict):
    """The scale of a score, declared because it can be guessed wrongly."""

    min: Decimal
    max: Decimal
    direction: Literal["high_good", "low_good"] = "high_good"

    @model_validator(mode="after")
    def _grows(self) -> Self:
        if not self.min < self.max:
            raise ValueError("min must be below max")
        return self


class ColumnSource(Strict):
    """Where one canonical column comes from: exactly one of from, constant, expression, lookup, absent."""

    from_: str | None = Field(default=None, alias="from")
    constant: Text | None = None
    expression: Expression | None = None
    lookup: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\..+$")] | None = None
    absent: Annotated[str, StringConstraints(min_length=3)] | None = None
    values: dict[str, Text | None] | None = None
    formats: tuple[Annotated[str, StringConstraints(pattern="%")], ...] = ()
    decimal: Literal[".", ","] = "."
    thousands: Literal[",", ".", " ", "'"] | None = None
    time_zone: Zone | None = None
    missing: tuple[Text, ...] = ()
    scale: Scale | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"from": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = [name for name in KINDS if getattr(self, "from_" if name == "from" else name) is not None]
        if len(given) != 1:
            raise ValueError(
                f"needs exactly one source (has {', '.join(given) or 'none'}); allowed: {', '.join(KINDS)}"
            )
        if self.thousands == self.decimal:
            raise ValueError("decimal and thousands are the same sign")
        return self


class ItemSource(Strict):
    """One question of a wide questionnaire."""

    from_: str = Field(alias="from")
    scale: Scale | None = None
    values: dict[str, Text | None] | None = None
    missing: tuple[Text, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"from": value} if isinstance(value, str) else value


class Join(Strict):
    """A second file in which values are looked up; `on` maps a column of this file to one of that file."""

    file: Glob
    on: Annotated[dict[str, str], Field(min_length=1)]
    where: Expression | None = None
    read: Read | None = None


class Mapping(Strict):
    """One mapping file."""

    feed: Name
    table: Name
    files: Annotated[tuple[Glob, ...], Field(min_length=1)]
    description: str = ""
    read: Read = Read()
    time_zone: Zone | None = None
    missing: tuple[Text, ...] = ()
    scale: Scale | None = None
    joins: dict[Name, Join] = Field(default={})
    columns: dict[str, ColumnSource]
    items: dict[Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]{1,40}$")], ItemSource] = Field(default={})
    ignore: Expression | None = None

    @field_validator("files", mode="before")
    @classmethod
    def _one_or_many(cls, files: Any) -> Any:
        return [files] if isinstance(files, str) else files

    @property
    def contract_name(self) -> str:
        """The table that the mapping fills."""
        return f"{self.feed}__{self.table}"


@dataclass(frozen=True)
class NamedMapping:
    """A mapping, where it stands, and the version of its meaning (12 hex digits of contract and mapping)."""

    id: str
    mapping: Mapping | None
    contract: Contract
    version: str

    def takes(self, relative: str) -> bool:
        """Whether the mapping is for a file at this path below landing."""
        return self.mapping is not None and any(matches(glob, relative) for glob in self.mapping.files)

    def looks_up(self, relative: str) -> bool:
        """Whether the mapping looks values up in a file at this path."""
        joins = self.mapping.joins.values() if self.mapping else ()
        return any(matches(join.file, relative) for join in joins)


def canonical(contract: Contract) -> NamedMapping:
    """The mapping of a file that spells the contract's own names."""
    return NamedMapping(CANONICAL, None, contract, _version(contract, b""))


def load_mappings(folder: Path) -> list[NamedMapping]:
    """All mappings of a folder, in the order of their names. Raises ConfigurationError."""
    files = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")], key=lambda file: file.name)
    return [load_mapping(file) for file in files]


def load_mapping(file: Path) -> NamedMapping:
    """One mapping, held against its contract. Raises ConfigurationError with file, line, key and what is allowed."""
    source = yaml_file.read(file)
    mapping = source.validate(Mapping)
    known = contracts.load_contracts()
    contract = known.get(mapping.contract_name)
    if contract is None:
        raise source.error(("table",), f"{mapping.contract_name} is no canonical table", known)
    problems = [*_column_problems(source, mapping, contract), *_join_problems(source, mapping)]
    if problems:
        raise yaml_file.ConfigurationError("\n".join(problems))
    meaning = mapping.model_dump_json(exclude={"description", "files"})
    return NamedMapping(file.stem, mapping, contract, _version(contract, meaning.encode()))


def matches(glob: str, relative: str) -> bool:
    """Whether a path below landing is meant; `*` and `?` within a folder, `**/` over folders, all else literal."""
    pattern = re.escape(glob).replace(r"\*\*/", "(?:.*/)?").replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
    return re.fullmatch(pattern.replace(r"\?", "[^/]"), relative, re.DOTALL) is not None


def _version(contract: Contract, meaning: bytes) -> str:
    return hashlib.sha256(contracts.fingerprint(contract).encode() + meaning).hexdigest()[:12]


def _column_problems(source: YamlSource, mapping: Mapping, contract: Contract) -> Iterable[str]:
    for name, column in mapping.columns.items():
        known = contract.columns.get(name)
        path = ("columns", name)
        if known is None:
            yield source.describe(path, f"is no column of {contract.name}", contract.columns)
            continue
        if column.values and known.values:
            strangers = sorted({v for v in column.values.values() if v is not None} - set(known.values))
            if strangers:
                yield source.describe((*path, "values"), f"{', '.join(strangers)} is not known", known.values)
        for key, misplaced in _misplaced(column, known.type).items():
            if misplaced:
                yield source.describe((*path, key), f"does not belong to a column of type {known.type}")
    for name in contract.required:
        given = mapping.columns.get(name)
        if given is None or given.absent is not None:
            yield source.describe(("columns", name), f"is needed: without it every row of {contract.name} is refused")
    if mapping.items and not contract.takes_items:
        yield source.describe(("items",), f"{contract.name} takes no items", ["survey__response"])


def _misplaced(column: ColumnSource, kind: ColumnType) -> dict[str, bool]:
    return {
        "formats": bool(column.formats) and kind not in _DATED,
        "time_zone": column.time_zone is not None and kind not in _DATED,
        "decimal": column.decimal != "." and kind not in NUMBERS,
        "thousands": column.thousands is not None and kind not in NUMBERS,
        "scale": column.scale is not None and kind is not ColumnType.SCORE,
    }


def _join_problems(source: YamlSource, mapping: Mapping) -> Iterable[str]:
    for name, column in mapping.columns.items():
        used = [column.lookup] if column.lookup else expression.columns(column.expression) if column.expression else []
        for reference in used:
            join = reference.split(".", 1)[0]
            if column.lookup and join not in mapping.joins:
                yield source.describe(("columns", name), f"join {join} is not declared", list(mapping.joins) or "none")
