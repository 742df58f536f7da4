"""What the manifest says of everything that is published: tables, columns, keys, joins, metrics.

Belongs here: reading dbt's manifest.
Elsewhere: how it is told (document); what a column's name tells (kinds).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Manifest = Mapping[str, Any]

# Column -> the published table whose key it holds, wherever it occurs; every day joins dim_date.date_on.
STAR = {
    "account_id": "dim_account",
    "detector_id": "dim_detector",
    "kpi_id": "dim_kpi",
    "manager_person_id": "dim_person",
    "order_id": "fct_order",
    "org_unit_id": "dim_org_unit",
    "owner_id": "dim_person",
    "owner_person_id": "dim_person",
    "parent_account_id": "dim_account",
    "parent_org_unit_id": "dim_org_unit",
    "person_id": "dim_person",
    "reason_code": "dim_reason",
    "target_org_unit_id": "dim_org_unit",
    "unit_id": "dim_unit",
}
NO_JOIN = {("fct_loss", "org_unit_id")}
"""The branch as the loss's own source spells it, where nothing else names one."""


@dataclass(frozen=True)
class Column:
    """One column of one published table."""

    name: str
    type: str
    description: str
    values: tuple[str, ...]
    """The closed list that a test holds it to; empty without one."""
    deprecated_since: str | None
    use_instead: str | None


@dataclass(frozen=True)
class Table:
    """One published table."""

    name: str
    description: str
    owner: str
    key: tuple[str, ...]
    may_be_empty: tuple[str, ...]
    """Columns of the key that are empty where a row speaks of all, or of nothing that is known."""
    joins: Mapping[str, str]
    """Column -> published table whose key it holds."""
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Metric:
    """One metric of the metric layer."""

    name: str
    label: str
    label_zh: str
    description: str
    formula: str


def published(manifest: Manifest) -> list[Table]:
    """Every published table, by name."""
    models = [node for node in manifest["nodes"].values() if node["config"].get("meta", {}).get("published")]
    return [_table(model, list(_tests_of(manifest, model))) for model in sorted(models, key=_name)]


def metrics(manifest: Manifest) -> list[Metric]:
    """Every metric, by name, with what it is made of in one line."""
    return [
        Metric(
            metric["name"], metric["label"], metric["config"]["meta"].get("label_zh", ""), metric["description"],
            _formula(metric),
        )
        for metric in sorted(manifest["metrics"].values(), key=_name)
    ]  # fmt: skip


def _name(node: Mapping[str, Any]) -> str:
    return str(node["name"])


def _tests_of(manifest: Manifest, model: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test" and node.get("attached_node") == model["unique_id"]:
            yield node


def _table(model: Mapping[str, Any], tests: list[Mapping[str, Any]]) -> Table:
    key, may_be_empty = _key(tests)
    values = {test["column_name"]: _arguments(test)["values"] for test in _named(tests, "accepted_values")}
    return Table(
        model["name"], model["description"].strip(), model["config"]["meta"]["owner"], key, may_be_empty,
        _joins(model["name"], key, model["columns"]),
        tuple(_column(column, values.get(column["name"], ())) for column in model["columns"].values()),
    )  # fmt: skip


def _joins(table: str, key: tuple[str, ...], columns: Iterable[str]) -> dict[str, str]:
    """What the columns point at; a dimension does not point at itself by its own key."""
    pointing = {column: STAR[column] for column in columns if column in STAR and (table, column) not in NO_JOIN}
    return {column: target for column, target in pointing.items() if (target, (column,)) != (table, key)}


def _column(column: Mapping[str, Any], values: list[Any] | tuple[()]) -> Column:
    meta = column["config"].get("meta", {})
    return Column(
        column["name"], column["data_type"].lower(), " ".join(column["description"].split()),
        tuple(str(value) for value in values), meta.get("deprecated_since"), meta.get("use_instead"),
    )  # fmt: skip


def _key(tests: list[Mapping[str, Any]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns that a test holds to be a key; none where no test does."""
    for test in _named(tests, "unique_key"):
        arguments = _arguments(test)
        return tuple(arguments["columns"]), tuple(arguments.get("may_be_empty", ()))
    return tuple(test["column_name"] for test in _named(tests, "unique"))[:1], ()


def _named(tests: list[Mapping[str, Any]], name: str) -> list[Mapping[str, Any]]:
    return [test for test in tests if (test.get("test_metadata") or {}).get("name") == name]


def _arguments(test: Mapping[str, Any]) -> dict[str, Any]:
    return dict(test["test_metadata"]["kwargs"])


def _formula(metric: Mapping[str, Any]) -> str:
    parameters, kpi = metric["type_params"], metric["config"]["meta"].get("kpi_id")
    if metric["type"] == "ratio":
        ratio = f"{parameters['numerator']['name']} / {parameters['denominator']['name']}"
        return f"{ratio} of {kpi}" if kpi else ratio
    return str(parameters["expr"] if metric["type"] == "derived" else parameters["measure"]["name"])
