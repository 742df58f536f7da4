"""Contracts leave as ODCS v3.1.0 documents: is their structure the standard's, and do they say what the contract says?

The structure below is that of bitol-io/open-data-contract-standard, `schema/odcs-json-schema-v3.1.0.json`, in so far as
we use it: which words an object may have, which it must have, and the values that are lists of the standard.
"""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from pipelines.feeds import odcs
from pipelines.feeds.contract import Contract, load_contracts

CONTRACTS = load_contracts()


def _object(needed: str, /, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": needed.split(), "additionalProperties": False}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": 1}


TEXT, NUMBER, FLAG = {"type": "string"}, {"type": "number"}, {"type": "boolean"}
CUSTOM = _list(_object("property value", property=TEXT, value={}))
QUALITY = {
    "oneOf": [
        _object(
            "type metric mustBe", type={"const": "library"}, mustBe={}, arguments={"type": "object"}, unit=TEXT,
            metric={"enum": ["nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount"]},
            dimension={"enum": ["accuracy", "completeness", "conformity", "consistency", "coverage", "timeliness",
                                "uniqueness"]},
            severity=TEXT, description=TEXT,
        ),
        _object("type description", type={"const": "text"}, dimension=TEXT, description=TEXT),
    ]
}  # fmt: skip
OPTIONS = {
    "string": _object("", minLength=NUMBER, maxLength=NUMBER, pattern=TEXT, format=TEXT),
    "number": _object("", minimum=NUMBER, maximum=NUMBER, exclusiveMinimum=NUMBER, exclusiveMaximum=NUMBER),
    "integer": _object("", minimum=NUMBER, maximum=NUMBER, exclusiveMinimum=NUMBER, format={"enum": ["i32", "i64"]}),
    "date": _object("", format=TEXT),
    "timestamp": _object("", format=TEXT, timezone=FLAG, defaultTimezone=TEXT),
    "boolean": _object(""),
}
PROPERTY = _object(
    "name", name=TEXT, logicalType={"enum": list(OPTIONS)}, logicalTypeOptions={"type": "object"}, physicalType=TEXT,
    description=TEXT, primaryKey=FLAG, primaryKeyPosition={"type": "integer", "minimum": 1}, required=FLAG, unique=FLAG,
    classification=TEXT, encryptedName=TEXT, quality=_list(QUALITY), customProperties=CUSTOM,
    relationships=_list(_object("to", type={"const": "foreignKey"}, to=TEXT, customProperties=CUSTOM)),
)  # fmt: skip
DOCUMENT = _object(
    "version apiVersion kind id status", version=TEXT, apiVersion={"const": "v3.1.0"}, kind={"const": "DataContract"},
    id=TEXT, name=TEXT, status={"enum": ["proposed", "draft", "active", "deprecated", "retired"]}, domain=TEXT,
    team=_object("", name=TEXT),
    slaProperties=_list(_object("property value", property=TEXT, value={}, unit=TEXT, element=TEXT)),
    schema=_list(_object(
        "name", name=TEXT, logicalType={"const": "object"}, physicalName=TEXT, physicalType=TEXT, description=TEXT,
        dataGranularityDescription=TEXT, properties=_list(PROPERTY), quality=_list(QUALITY), customProperties=CUSTOM,
    )),
)  # fmt: skip


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
def test_every_contract_has_the_structure_of_the_standard(contract: Contract) -> None:
    said = odcs.document(contract)
    jsonschema.validate(said, DOCUMENT)
    for column in said["schema"][0]["properties"]:
        jsonschema.validate(column.get("logicalTypeOptions", {}), OPTIONS[column["logicalType"]])


def test_what_the_standard_does_not_know_is_refused_by_this_test() -> None:
    said = odcs.document(CONTRACTS["crm__account"])
    for broken in ({"kind": "Contract"}, {"apiVersion": "v2"}, {"colour": "red"}, {"status": "new"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(said | broken, DOCUMENT)


def test_key_codes_references_and_personal_data_are_said() -> None:
    columns = {c["name"]: c for c in odcs.document(CONTRACTS["crm__contact"])["schema"][0]["properties"]}
    assert columns["contact_id"]["primaryKey"] and columns["contact_id"]["required"] and columns["contact_id"]["unique"]
    assert columns["account_id"]["relationships"][0]["to"] == "crm__account.account_id"
    assert {"property": "allowedUnmatchedShare", "value": 0.02} in columns["account_id"]["relationships"][0][
        "customProperties"
    ]
    assert (columns["email"]["classification"], columns["email"]["encryptedName"]) == ("personal:email", "email_hash")
    assert "quality" in columns["job_role"]


def test_every_key_of_several_columns_keeps_its_order() -> None:
    columns = odcs.document(CONTRACTS["survey__item"])["schema"][0]["properties"]
    positions = {c["name"]: c["primaryKeyPosition"] for c in columns if c.get("primaryKey")}
    assert positions == {"survey_id": 1, "survey_version": 2, "item_id": 3}


def test_files_are_yaml_that_reads_back_the_same(tmp_path: Path) -> None:
    files = odcs.write(tmp_path / "odcs")
    assert len(files) == len(CONTRACTS)
    account = yaml.safe_load((tmp_path / "odcs" / "crm__account.odcs.yaml").read_text(encoding="utf-8"))
    assert account == odcs.document(CONTRACTS["crm__account"])


def test_a_version_moves_with_the_meaning_and_not_with_the_words() -> None:
    contract = CONTRACTS["crm__account"]
    version = odcs.document(contract)["version"]
    assert odcs.document(contract.model_copy(update={"grain": "one row per customer"}))["version"] == version
    assert odcs.document(contract.model_copy(update={"delivery": "delta"}))["version"] != version
