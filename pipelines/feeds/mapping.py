"""How one kind of a company's files spells one canonical table.

Belongs here: the model of `feeds/*.yaml`, which refuses what does not fit the contract, with file, line and key.
Elsewhere: which file a mapping is for (discover), how it becomes a SELECT (plan, conform).
"""

import codecs
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, field_validator, model_validator

from pipelines import yaml_file
from pipelines.feeds import contract as contracts
from pipelines.feeds import expression, zones
from pipelines.feeds.contract import NUMBERS, ColumnType, Contract, Name, Strict
from pipelines.yaml_file import YamlSource

VENDORS = Path(__file__).parent / "vendors"
CANONICAL = "canonical"
MAX_HEADER_ROWS = 10
EVERY_OTHER = "*"  # in `values`: what a value means that is not listed; a missing value stays missing
KINDS = ("from", "constant", "expression", "lookup", "digest", "absent")
_DATED = (ColumnType.DATE, ColumnType.TIMESTAMP)


def _one_sign(text: str) -> str:
    if len(text) != 1 or not text.isascii() or text.isalnum() or text in "\r\n\x00":
        raise ValueError("must be one ASCII sign that is no letter or digit")
    return text


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _symbol(text: str) -> str:
    if any(c.isdigit() for c in text) or not text.strip():
        raise ValueError("must be a sign or word without digits, such as ￥, €, 元 or USD")
    return text


def _expression(text: str) -> str:
    expression.check(text)
    return text


def _regex(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"is no regular expression ({error})") from None
    return pattern


def _zone(zone: str) -> str:
    if zone not in zones.names():
        raise ValueError("not a time zone name; allowed: names such as Asia/Shanghai, UTC, China Standard Time")
    return zones.names()[zone]


def zoned(date_format: str) -> bool:
    """Whether a date format reads a time zone."""
    return "%z" in date_format or "%Z" in date_format


OneSign = Annotated[str, AfterValidator(_one_sign)]
Text = Annotated[str, BeforeValidator(_text)]
Expression = Annotated[str, StringConstraints(min_length=1, max_length=2000), AfterValidator(_expression)]
Zone = Annotated[str, AfterValidator(_zone)]
Symbol = Annotated[str, AfterValidator(_symbol)]
Names = Annotated[
    tuple[Annotated[str, StringConstraints(min_length=1)], ...], BeforeValidator(_many), Field(min_length=1)
]
Regex = Annotated[str, AfterValidator(_regex)]
Glob = Annotated[str, StringConstraints(pattern=r"^[^/\x00-\x1f]", min_length=1, max_length=400)]


class Read(Strict):
    """How the bytes of the file become fields."""

    format: Literal["csv", "xlsx", "jsonl", "parquet"] | None = None
    encoding: str = "utf-8"
    fallback_encoding: str | None = None  # of files that are not UTF-8
    delimiter: OneSign | Literal["\t"] = ","
    fallback_delimiter: OneSign | Literal["\t"] | None = None  # of files whose first line lacks the other
    quote: OneSign = '"'
    header_rows: int = Field(default=1, ge=1, le=MAX_HEADER_ROWS)
    name_row: int = Field(default=1, ge=1, le=MAX_HEADER_ROWS)
    find_header: bool = False  # a title may stand above the header: it is looked for in the first five rows
    sub_labels: bool = False  # a column is named by all header rows: "question - its label"
    sheet: str | None = None

    @field_validator("encoding", "fallback_encoding")
    @classmethod
    def _known(cls, encoding: str | None) -> str | None:
        if encoding is None:
            return None
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
        if self.quote in (self.delimiter, self.fallback_delimiter):
            raise ValueError("delimiter and quote are the same sign")
        if self.fallback_encoding and not self.is_utf8:
            raise ValueError("fallback_encoding belongs to encoding utf-8: other encodings cannot be told apart")
        return self

    @property
    def is_utf8(self) -> bool:
        """Whether the text is UTF-8, with or without a mark at its beginning."""
        return self.encoding in ("utf-8", "utf-8-sig")

    def encoding_of(self, *, is_utf8: bool) -> str:
        """The encoding of one file of which it is known whether it is UTF-8."""
        return self.encoding if is_utf8 or self.fallback_encoding is None else self.fallback_encoding


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
    """Where one canonical column comes from: exactly one of from, constant, expression, lookup, digest, absent.

    `from` may name several headers: the first that the file has is read. `digest` makes an identifier of the row's own
    facts: canonical columns as they were read, or other columns of the file as they are written.
    """

    from_: Names | None = Field(default=None, alias="from")
    constant: Text | None = None
    expression: Expression | None = None
    lookup: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\..+$")] | None = None
    digest: Names | None = None
    absent: Annotated[str, StringConstraints(min_length=3)] | None = None
    values: dict[str, Text | None] | None = None
    formats: tuple[Annotated[str, StringConstraints(pattern="%")], ...] = ()
    decimal: Literal[".", ","] = "."
    thousands: Literal[",", ".", " ", "'"] | None = None
    percent: Literal["share", "points"] | None = None
    symbols: tuple[Symbol, ...] = ()
    negatives: tuple[Literal["parentheses", "trailing_minus"], ...] = ()
    time_zone: Zone | None = None
    missing: tuple[Text, ...] = ()
    scale: Scale | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"from": value} if isinstance(value, str | list) else value

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = [name for name in KINDS if getattr(self, "from_" if name == "from" else name) is not None]
        if len(given) != 1:
            raise ValueError(
                f"needs exactly one source (has {', '.join(given) or 'none'}); allowed: {', '.join(KINDS)}"
            )
        if self.thousands == self.decimal:
            raise ValueError("decimal and thousands are the same sign")
        if len({zoned(text) for text in self.formats}) > 1:
            raise ValueError("formats with a zone (%z) and without one cannot stand beside each other")
        return self


class ItemSource(Strict):
    """One question of a wide questionnaire."""

    from_: Names = Field(alias="from")
    scale: Scale | None = None
    values: dict[str, Text | None] | None = None
    missing: tuple[Text, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"from": value} if isinstance(value, str | list) else value


class Join(Strict):
    """A second file in which values are looked up; `on` maps a column of this file to one of that file.

    Of several rows for one value, `first_by` and `last_by` take the one that is first or last by a column.
    A file waits for its second one, unless that is `optional`: then the values are blank until it comes.
    """

    file: Glob
    optional: bool = False
    on: Annotated[dict[str, str], Field(min_length=1)]
    where: Expression | None = None
    first_by: str | None = None
    last_by: str | None = None
    read: Read | None = None

    @model_validator(mode="after")
    def _one_order(self) -> Self:
        if self.first_by and self.last_by:
            raise ValueError("first_by and last_by exclude each other")
        return self


class Mapping(Strict):
    """One mapping file; with `use` it stands on a shipped one, whose keys it changes."""

    use: str | None = None
    feed: Name
    table: Name
    files: Annotated[tuple[Glob, ...], BeforeValidator(_many), Field(min_length=1)]
    signature: tuple[Names, ...] = ()
    not_with: tuple[str, ...] = ()  # columns that tell a file of another kind which bears the signature too
    description: str = ""
    read: Read = Read()
    time_zone: Zone | None = None
    missing: tuple[Text, ...] = ()
    scale: Scale | None = None
    joins: dict[Name, Join] = Field(default={})
    columns: dict[str, ColumnSource]
    items: dict[Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]{1,40}$")], ItemSource] = Field(default={})
    ignore: Expression | None = None
    questions: Regex | None = None

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

    @property
    def read(self) -> Read:
        """How the bytes of its files become fields."""
        return self.mapping.read if self.mapping else Read()

    @property
    def signature(self) -> tuple[tuple[str, ...], ...]:
        """The columns by which a file is known to be of its kind, each with its other spellings; empty when its path
        alone says so."""
        return self.mapping.signature if self.mapping else ()

    @property
    def not_with(self) -> tuple[str, ...]:
        """Columns by which a file is known to be of another kind."""
        return self.mapping.not_with if self.mapping else ()

    def names(self) -> set[str]:
        """Every header that its columns and items read, in each of its spellings."""
        columns = self.mapping.columns.values() if self.mapping else ()
        items = self.mapping.items.values() if self.mapping else ()
        read = (expression.columns(given.expression) for given in columns if given.expression)
        return {text for group in (*((given.from_ or ()) for given in (*columns, *items)), *read) for text in group}

    def takes(self, relative: str) -> bool:
        """Whether the mapping is for a file at this path below landing (if it bears the signature)."""
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


def shipped_mappings() -> list[NamedMapping]:
    """The mappings that come with the software. Raises ConfigurationError."""
    return load_mappings(VENDORS)


def load_mapping(file: Path) -> NamedMapping:
    """One mapping, held against its contract. Raises ConfigurationError with file, line, key and what is allowed."""
    source = _standing_on(yaml_file.read(file))
    mapping = source.validate(Mapping)
    known = contracts.load_contracts()
    contract = known.get(mapping.contract_name)
    if contract is None:
        raise source.error(("table",), f"{mapping.contract_name} is no canonical table", known)
    problems = [*_column_problems(source, mapping, contract), *_join_problems(source, mapping)]
    if problems:
        raise yaml_file.ConfigurationError("\n".join(problems))
    meaning = mapping.model_dump_json(
        exclude={"use", "description", "files", "signature", "not_with"}, exclude_defaults=True
    )
    return NamedMapping(file.stem, mapping, contract, _version(contract, meaning.encode()))


def shipped_files() -> dict[str, Path]:
    """The mappings that come with the software, by id."""
    return {file.stem: file for file in sorted([*VENDORS.glob("*.yaml"), *VENDORS.glob("*.yml")])}


def _standing_on(source: YamlSource) -> YamlSource:
    """The file with what it takes from the shipped mapping that it uses."""
    used = source.data.get("use") if isinstance(source.data, dict) else None
    if used is None:
        return source
    shipped = shipped_files()
    if not isinstance(used, str) or used not in shipped:
        raise source.error(("use",), f"{used!r} is no shipped mapping", shipped)
    base = _standing_on(yaml_file.read(shipped[used])).data
    for key in ("feed", "table"):
        if source.data.get(key, base[key]) != base[key]:
            raise source.error((key,), f"mapping {used} fills {base['feed']}__{base['table']}", [base[key]])
    return replace(source, data=_overlaid(base, source.data))


def _overlaid(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The own keys over the shipped ones; columns, items, joins and read are laid over each other entry by entry.

    An entry `null` takes the shipped one away. Files that are named here need no signature any more.
    """
    merged = {**base, **own}
    for key in ("columns", "items", "joins", "read"):
        entries = dict(base.get(key) or {})
        for name, entry in (own.get(key) or {}).items():
            entries[name] = _refined(entries.get(name), entry)
        merged[key] = {name: entry for name, entry in entries.items() if entry is not None}
    if "files" in own and "signature" not in own:
        merged.pop("signature", None)
        merged.pop("not_with", None)
    return merged


def _refined(base: Any, own: Any) -> Any:
    """An entry that names no source of its own keeps the shipped one: `{formats: ['%d.%m.%Y']}` changes that alone."""
    if not isinstance(own, dict) or base is None or set(own) & {*KINDS, "file"}:
        return own
    return {**({"from": base} if isinstance(base, str | list) else base), **own}


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
        "formats": bool(column.formats) and (kind not in _DATED or (kind is ColumnType.DATE and _any_zone(column))),
        "time_zone": column.time_zone is not None and kind not in _DATED,
        "decimal": column.decimal != "." and kind not in NUMBERS,
        "thousands": column.thousands is not None and kind not in NUMBERS,
        "percent": column.percent is not None and kind not in NUMBERS,
        "symbols": bool(column.symbols) and kind not in NUMBERS,
        "negatives": bool(column.negatives) and kind not in NUMBERS,
        "scale": column.scale is not None and kind is not ColumnType.SCORE,
    }


def _any_zone(column: ColumnSource) -> bool:
    return any(zoned(text) for text in column.formats)


def _join_problems(source: YamlSource, mapping: Mapping) -> Iterable[str]:
    for name, column in mapping.columns.items():
        used = [column.lookup] if column.lookup else expression.columns(column.expression) if column.expression else []
        for reference in used:
            join = reference.split(".", 1)[0]
            if column.lookup and join not in mapping.joins:
                yield source.describe(("columns", name), f"join {join} is not declared", list(mapping.joins) or "none")
