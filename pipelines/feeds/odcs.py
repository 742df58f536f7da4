"""A contract in the Open Data Contract Standard, v3.1.0: for catalogues and tools that are not ours.

Belongs here: which word of the standard says what a contract says.
Elsewhere: the contract itself (contract), which stays the only place where it is written.

The standard: bitol-io/open-data-contract-standard, `schema/odcs-json-schema-v3.1.0.json`. What it has no word for
(other spellings, personal data, what an absent feed means) stands under `customProperties`.
"""

from pathlib import Path
from typing import Any

from pipelines import yaml_file
from pipelines.feeds.contract import HASHED, Column, ColumnType, Contract, fingerprint, load_contracts

API_VERSION = "v3.1.0"
Document = dict[str, Any]

_LOGICAL = {
    ColumnType.INTEGER: "integer",
    ColumnType.DECIMAL: "number",
    ColumnType.AMOUNT: "number",
    ColumnType.SCORE: "number",
    ColumnType.DATE: "date",
    ColumnType.TIMESTAMP: "timestamp",
    ColumnType.BOOLEAN: "boolean",
}
_OPTIONS: dict[ColumnType, Document] = {
    ColumnType.INTEGER: {"format": "i64"},
    ColumnType.CURRENCY: {"pattern": "^[A-Z]{3}$"},
    ColumnType.PERIOD: {"pattern": "^[12][0-9]{3}(-Q[1-4]|-(0[1-9]|1[0-2]))?$"},
    ColumnType.DATE: {"format": "yyyy-MM-dd"},
    ColumnType.TIMESTAMP: {"timezone": False, "defaultTimezone": "Etc/UTC"},
}


def document(contract: Contract) -> Document:
    """The contract as a document of the standard; its version moves when its meaning does."""
    table = {
        "name": contract.name,
        "logicalType": "object",
        "physicalName": f"raw.{contract.name}",
        "physicalType": "view",
        "description": f"{contract.grain[0].upper()}{contract.grain[1:]}.",
        "dataGranularityDescription": contract.grain,
        "properties": [_property(contract, name, column) for name, column in contract.columns.items()],
        "quality": [_unique_key(contract)],
        "customProperties": _custom(
            delivery=contract.delivery, aliases=list(contract.aliases), optional=contract.optional,
            rowDate=contract.row_date, versionColumn=contract.version,
        ),
    }  # fmt: skip
    said: Document = {
        "apiVersion": API_VERSION,
        "kind": "DataContract",
        "id": f"touchstone:{contract.name}",
        "name": contract.name,
        "version": fingerprint(contract)[:12],
        "status": "active",
        "domain": contract.feed,
        "team": {"name": contract.owner.removeprefix("team:")},
        "schema": [_without_nothing(table)],
        "slaProperties": _sla(contract),
    }
    return _without_nothing(said)


def write(folder: Path, contracts: list[Contract] | None = None) -> list[Path]:
    """One `<feed>__<table>.odcs.yaml` for each contract. Returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for contract in contracts if contracts is not None else load_contracts().values():
        file = folder / f"{contract.name}.odcs.yaml"
        file.write_text(yaml_file.text(document(contract)), encoding="utf-8")
        files.append(file)
    return files


def _property(contract: Contract, name: str, column: Column) -> Document:
    is_key = name in contract.key
    return _without_nothing({
        "name": name,
        "logicalType": _LOGICAL.get(column.type, "string"),
        "logicalTypeOptions": _OPTIONS.get(column.type, {}) | _range(column),
        "physicalType": column.duckdb_type,
        "description": column.description,
        "primaryKey": is_key or None,
        "primaryKeyPosition": contract.key.index(name) + 1 if is_key else None,
        "required": name in contract.required or None,
        "unique": contract.key == (name,) or None,
        "classification": f"personal:{column.personal}" if column.personal else None,
        "encryptedName": f"{name}_hash" if column.personal in HASHED else None,
        "relationships": _relationships(column),
        "quality": _quality(column),
        "customProperties": _custom(
            aliases=list(column.aliases), valueAliases=column.value_aliases, unit=column.unit,
            hiddenWhere={other: list(values) for other, values in column.hidden_where.items()},
            shareWhere={other: list(values) for other, values in column.share_where.items()},
        ),
    })  # fmt: skip


def _range(column: Column) -> Document:
    said: Document = {}
    if column.minimum is not None:
        said["exclusiveMinimum" if column.exclusive_minimum else "minimum"] = float(column.minimum)
    if column.maximum is not None:
        said["maximum"] = float(column.maximum)
    return said


def _relationships(column: Column) -> list[Document]:
    if column.references is None:
        return []
    allowed = _custom(allowedUnmatchedShare=column.unmatched_share)
    return [{"type": "foreignKey", "to": column.references, "customProperties": allowed}]


def _quality(column: Column) -> list[Document]:
    rules: list[Document] = []
    if column.values:
        allowed = {"validValues": list(column.values)}
        rules.append(_rule("invalidValues", "conformity", "An unknown code is quarantined.", allowed))
    if column.past_only:
        words = "A value after the receipt of its file is quarantined."
        rules.append({"type": "text", "dimension": "accuracy", "description": words})
    return rules


def _unique_key(contract: Contract) -> Document:
    words = "One row for each key, after older versions are set aside."
    return _rule("duplicateValues", "uniqueness", words, {"properties": list(contract.key)})


def _rule(metric: str, dimension: str, words: str, arguments: Document) -> Document:
    return {"type": "library", "metric": metric, "arguments": arguments, "mustBe": 0, "unit": "rows",
            "dimension": dimension, "severity": "error", "description": words}  # fmt: skip


def _sla(contract: Contract) -> list[Document]:
    days = {"latency": contract.fresh_within_days, "retention": contract.retention_days}
    return [
        {"property": word, "value": value, "unit": "d", "element": contract.name}
        for word, value in days.items()
        if value is not None
    ]


def _custom(**said: Any) -> list[Document]:
    """What the standard has no word for; False is said, an empty list is not."""
    return [{"property": word, "value": value} for word, value in said.items() if value not in (None, [], {})]


def _without_nothing(said: Document) -> Document:
    return {word: value for word, value in said.items() if value not in (None, [], {})}
