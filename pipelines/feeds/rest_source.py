"""A REST service, read by dlt, whose records land as files: one JSONL file for each of its resources.

Belongs here: dlt's pipeline with its own folder, and the records without what dlt adds to them.
Elsewhere: what is remembered and how a file lands (source_landing). The only module that imports dlt.

dlt asks, follows pages, and keeps the state of `incremental` resources beside the workspace's other memories. What it
wrote but could not land, because the process was killed, lands at the next fetch.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.feeds import source_landing
from pipelines.feeds.source_config import SECRET, Source
from pipelines.feeds.source_landing import failed
from pipelines.workspace import Workspace

_DATASET = "rest"


def read_into_landing(source: Source, workspace: Workspace) -> tuple[int, list[str]]:
    """Fetch one source; the number of records, and the files that landed with them. Raises SourceError."""
    folder = workspace.sources_dir / source.id
    _load(source, folder)
    is_increment = '"incremental"' in json.dumps(source.config)
    totals = dict(source_landing.remembered(source, workspace).get("totals", {}))
    landed: list[tuple[int, str]] = []
    for resource in sorted(path for path in (folder / "loaded" / _DATASET).glob("*/") if path.name[:1] != "_"):
        records = list(_records(resource))
        total = sum(int(hashlib.blake2b(record.encode(), digest_size=8).hexdigest(), 16) for record in records)
        if records and (is_increment or totals.get(resource.name) != total):
            file = _land(source, workspace, resource, records, is_increment=is_increment)
            landed.append((len(records), file))
            source_landing.remember(source, workspace, {"totals": {**totals, resource.name: total}})
            totals[resource.name] = total
        for file_ in resource.glob("*.jsonl"):
            file_.unlink()
    return sum(count for count, _ in landed), [file for _, file in landed]


def _load(source: Source, folder: Path) -> None:
    """Let dlt write what the service has into the folder."""
    secrets: list[str] = []
    config = _with_secrets(source, source.config, secrets)
    try:
        import dlt
        from dlt.sources.rest_api import rest_api_source
    except ModuleNotFoundError:
        raise failed(source, "needs dlt, which is not installed", "install the extra connectors") from None
    try:
        dlt.config["runtime.dlthub_telemetry"] = False
        dlt.config["normalize.data_writer.disable_compression"] = True
        service = rest_api_source(config, max_table_nesting=0)
        destination = dlt.destinations.filesystem(bucket_url=(folder / "loaded").absolute().as_uri())
        pipeline = dlt.pipeline(f"touchstone_{source.id}", destination=destination, dataset_name=_DATASET,
                                pipelines_dir=str(folder / "dlt"))  # fmt: skip
        pipeline.run(service, loader_file_format="jsonl")
    except Exception as error:  # dlt's own, requests' and those of a wrong config share no base
        raise failed(source, f"cannot be read: {_said(error, secrets)}",
                     "correct its config (dlt's rest_api), or ask who runs the service") from None  # fmt: skip


def _with_secrets(source: Source, value: Any, secrets: list[str]) -> Any:
    if isinstance(value, dict):
        return {key: _with_secrets(source, inner, secrets) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_secrets(source, inner, secrets) for inner in value]
    if isinstance(value, str) and value.startswith(SECRET):
        secrets.append(source_landing.secret(source, value))
        return secrets[-1]
    return value


def _records(resource: Path) -> Iterator[str]:
    """Every record as one line, without the columns in which dlt keeps its books."""
    for file in sorted(resource.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            record = {key: value for key, value in json.loads(line).items() if not key.startswith("_dlt_")}
            yield json.dumps(record, ensure_ascii=False)


def _land(source: Source, workspace: Workspace, resource: Path, records: list[str], *, is_increment: bool) -> str:
    part = workspace.sources_dir / f"{source.id}.jsonl"
    part.write_text("".join(record + "\n" for record in records), encoding="utf-8")
    try:
        return source_landing.land(source, workspace, part, f"-{resource.name}.jsonl", is_increment=is_increment)
    finally:
        part.unlink(missing_ok=True)


def _said(error: Exception, secrets: list[str]) -> str:
    """The first line of the innermost reason, without secrets."""
    inner: BaseException = error
    while inner.__cause__ is not None:
        inner = inner.__cause__
    text = (str(inner).strip() or type(inner).__name__).splitlines()[0][:300]
    for word in secrets:
        text = text.replace(word, "***")
    return text
