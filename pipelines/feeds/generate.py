"""`python -m pipelines.feeds.generate`: contracts become the dbt files that only repeat them.

Belongs here: sources, words of staging models, the macro `contracts`, and a first staging model of a new table.
Elsewhere: what a contract says (contract); which columns its raw view shows (raw_views).

What is written is committed, so that the dbt project can be read and linted without Python; a test compares the two.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipelines import settings
from pipelines.feeds import raw_views
from pipelines.feeds.contract import Contract, load_contracts

_BY = "Written by `make generate` from pipelines/feeds/contracts: change it there."
_RAW = "Rows that were loaded, one view per contract over raw Parquet; empty where nothing arrived."
_LINEAGE = {
    "_batch_no": "Batch that brought the row (`meta_batch`).",
    "_file_sha256": "SHA-256 of the file that brought the row.",
    "_row_no": "Number of the row in that file, with the header as 1.",
}
_FEATURES = {
    "_length": "number of characters.",
    "_line_count": "number of lines.",
    "_hash": "keyed hash.",
    "_is_praise": "holds praise that fits everybody.",
    "_is_begging": "shows that the mark was asked for.",
    "_domain": "domain of the address.",
}
STAGING = Path("models/staging")
SOURCES, MODELS, MACRO = STAGING / "_raw__sources.yml", STAGING / "_staging__models.yml", Path("macros/contracts.sql")


def files(contracts: Iterable[Contract]) -> dict[Path, str]:
    """Every generated file, by its path in the dbt project, with its text."""
    known = list(contracts)
    return {SOURCES: _sources(known), MODELS: _models(known), MACRO: _macro(known)}


def staging_model(contract: Contract) -> tuple[Path, str]:
    """Path and text of the staging model of a table that needs no more than its current rows."""
    file = STAGING / contract.feed / f"stg_{contract.name}.sql"
    return file, f"-- grain: {contract.grain}, in its current version\n{{{{ current_rows('{contract.name}') }}}}\n"


def write(project: Path) -> list[Path]:
    """Write what differs; a staging model only where there is none. Returns what was written."""
    contracts = list(load_contracts().values())
    wanted = files(contracts)
    wanted |= {file: text for file, text in map(staging_model, contracts) if not (project / file).exists()}
    changed = {file: text for file, text in wanted.items() if _read(project / file) != text}
    for file, text in changed.items():
        (project / file).parent.mkdir(parents=True, exist_ok=True)
        (project / file).write_text(text, encoding="utf-8")
    return list(changed)


def _read(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None


def _sources(contracts: list[Contract]) -> str:
    lines = [
        f"# {_BY}", "version: 2", "", "sources:", "  - name: raw", "    schema: raw",
        f'    description: "{_RAW}"', "    tables:",
    ]  # fmt: skip
    for contract in contracts:
        lines += [
            f"      - name: {contract.name}",
            f'        description: "{_sentence(contract.grain)}; every version that arrived."',
            f'        config: {{meta: {{owner: "{contract.owner}"}}}}',
            "        columns:",
            *(f"          - {column}" for column in _columns(contract)),
        ]
    return "\n".join(lines) + "\n"


def _models(contracts: list[Contract]) -> str:
    lines = [f"# {_BY}", "version: 2", "", "models:"]
    for contract in contracts:
        lines += [
            f"  - name: stg_{contract.name}",
            f'    description: "{_sentence(contract.grain)}, in its current version."',
            "    columns:",
            *(f"      - {column}" for column in _columns(contract)),
            "",
        ]
    return "\n".join(lines[:-1]) + "\n"


def _columns(contract: Contract) -> list[str]:
    words = _words(contract)
    shown = raw_views.view_columns(contract, accounts_are_persons=False)
    return [
        f"{{name: {column}, data_type: {_type(kind)}, description: {json.dumps(words[column], ensure_ascii=False)}}}"
        for column, kind in shown.items()
    ]


def _words(contract: Contract) -> dict[str, str]:
    """What each shown column says; of a column that is not shown itself, what its features say."""
    own = {name: column.description for name, column in contract.columns.items()}
    features = {
        f"{name}{suffix}": f"{text.rstrip('.')}: {feature}"
        for name, text in own.items()
        for suffix, feature in _FEATURES.items()
    }
    return features | own | _LINEAGE


def _type(kind: str) -> str:
    return f'"{kind.lower()}"' if "(" in kind else kind.lower()


def _sentence(grain: str) -> str:
    return grain[0].upper() + grain[1:]


def _macro(contracts: list[Contract]) -> str:
    lines = [f"    '{contract.name}': {json.dumps(_said(contract), ensure_ascii=False)}," for contract in contracts]
    return "\n".join([
        f"{{#- {_BY} -#}}",
        "{% macro contracts() %}{{ return({", *lines, "}) }}{% endmacro %}", "",
        "{#- What the contract of one canonical table says. -#}",
        "{% macro contract(name) %}{{ return(contracts()[name]) }}{% endmacro %}", "",
    ])  # fmt: skip


def _said(contract: Contract) -> dict[str, Any]:
    """What SQL asks of a contract; without nulls, which Jinja spells otherwise than JSON."""
    references = [
        [column, *known.references.split("."), known.unmatched_share]
        for column, known in contract.columns.items()
        if known.references
    ]
    said = {
        "feed": contract.feed, "table": contract.table, "key": contract.key, "delivery": contract.delivery,
        "is_optional": contract.optional, "row_date": contract.row_date,
        "fresh_within_days": contract.fresh_within_days, "references": references,
    }  # fmt: skip
    return {word: value for word, value in said.items() if value is not None}


if __name__ == "__main__":
    written = write(settings.DBT_PROJECT)
    said = [f"written: dbt_project/{file}" for file in written] or ["everything is up to date"]
    sys.stdout.write("\n".join(said) + "\n")
