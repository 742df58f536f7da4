"""`python -m pipelines.dictionary`: write the dictionary and the record of published columns anew.

Belongs here: which files are written, and from what.
Elsewhere: everything that they say.
"""

import json
import sys
from pathlib import Path

from pipelines import __version__, settings, yaml_file
from pipelines.dictionary import document, promise, tables
from pipelines.dictionary.tables import Manifest
from pipelines.warehouse import build

RECORD = settings.DBT_PROJECT / "published_columns.csv"
CHINESE = settings.DBT_PROJECT / "dictionary.zh-CN.yml"
DOCS = settings.REPOSITORY / "docs"


def files(manifest: Manifest) -> dict[Path, str]:
    """Every file that is generated, with its text. Raises BrokenPromiseError, or KeyError for missing words."""
    published, metrics = tables.published(manifest), tables.metrics(manifest)
    chinese = yaml_file.read(CHINESE).data
    record = promise.read(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else []
    pages = {
        DOCS / name: document.render(_head(DOCS / name), published, metrics, chinese, language)
        for language, name in document.DOCUMENTS.items()
    }
    return {**pages, RECORD: promise.write(promise.keep(record, published, __version__))}


def _head(file: Path) -> str:
    return document.head(file.read_text(encoding="utf-8"))


def main() -> None:
    """Write what differs, and say what was written."""
    manifest = json.loads(build.prepare().read_text(encoding="utf-8"))
    for file, text in files(manifest).items():
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            sys.stdout.write(f"written: {file.relative_to(settings.REPOSITORY)}\n")


if __name__ == "__main__":
    main()
