"""REST services that are read into landing by dlt, against a server on this machine."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest

from pipelines.feeds import ingest, sources
from pipelines.feeds.sources import Fetched
from pipelines.workspace import Workspace, open_workspace
from pipelines.yaml_file import ConfigurationError
from tests.conftest import lacking
from tests.pipeline.vendor_case import SAMPLES

try:
    import dlt  # noqa: F401
except ModuleNotFoundError:  # the core works without it
    pytestmark = [pytest.mark.usefixtures("dlt_is_needed")]

TICKETS = [
    {"complaint_id": f"T{n}", "receivedAt": f"2026-09-0{n}T08:00:00Z", "updated_at": f"2026-09-0{n}T09:00:00Z",
     "description": "说不动", "tags": ["a", "b"], "via": {"channel": "phone"}}
    for n in (1, 2, 3)
]  # fmt: skip


@pytest.fixture
def dlt_is_needed() -> None:
    lacking("dlt (the extra connectors)")


class Service(ThreadingHTTPServer):
    """Two tickets a page, for those who know the token."""

    tickets: list[dict[str, object]] = TICKETS

    def answer(self, path: str, token: str | None) -> tuple[int, dict[str, object]]:
        if token != "Bearer geheim":
            return 401, {"error": f"wrong token {token}"}
        query = parse_qs(urlparse(path).query)
        since = query.get("since", [""])[0]
        wanted = [ticket for ticket in self.tickets if str(ticket["updated_at"]) >= since]
        page = int(query.get("page", ["1"])[0])
        return 200, {"tickets": wanted[2 * page - 2 : 2 * page], "pages": -(-len(wanted) // 2)}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Service)
        status, body = self.server.answer(self.path, self.headers["Authorization"])
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setenv("HELPDESK_TOKEN", "geheim")
    server = Service(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


ENTRY = """sources:
  - id: helpdesk
    kind: rest
    target: quality/complaint
    config:
      client: {{base_url: 'http://127.0.0.1:{port}/', auth: {{type: bearer, token: '{token}'}}}}
      resources:
        - name: tickets
          endpoint:
            path: tickets
            data_selector: tickets
            paginator: {{type: page_number, base_page: 1, total_path: pages}}
            {more}
"""


def workspace_with(tmp_path: Path, service: Service, token: str = "env:HELPDESK_TOKEN", more: str = "") -> Workspace:
    (tmp_path / "company.yaml").write_text("company: T\ncompany_id: t\ncurrency: EUR\nsettle_seconds: 0\n")
    (tmp_path / "landing").mkdir(exist_ok=True)
    (tmp_path / "feeds").mkdir(exist_ok=True)
    (tmp_path / "feeds" / "tickets.yaml").write_text(
        "feed: quality\ntable: complaint\nfiles: 'quality/complaint/helpdesk-*'\n"
        "columns: {complaint_id: complaint_id, received_at: received_at, description: description}\n"
    )
    (tmp_path / "sources.yaml").write_text(ENTRY.format(port=service.server_port, token=token, more=more))
    return open_workspace(tmp_path)


def fetched(workspace: Workspace) -> Fetched:
    (outcome,) = sources.fetch(workspace)
    assert outcome.problem is None, outcome.problem
    return outcome


def landed(workspace: Workspace, outcome: Fetched) -> list[dict[str, object]]:
    return [json.loads(line) for file in outcome.files for line in (workspace.landing / file).read_text().splitlines()]


def test_all_pages_land_as_one_file_without_what_dlt_adds_and_load(service: Service, tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, service)
    outcome = fetched(workspace)
    records = landed(workspace, outcome)
    assert (outcome.row_count, len(outcome.files)) == (3, 1)
    assert [record["complaint_id"] for record in records] == ["T1", "T2", "T3"]
    assert records[0]["tags"] == ["a", "b"] and not [key for key in records[0] if key.startswith("_dlt")]
    (batch,) = ingest.ingest_all(workspace).batches
    assert (batch.loaded_count, batch.refused_by_rule) == (3, {})


def test_nothing_new_lands_nothing_and_a_change_lands_all_of_it(service: Service, tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, service)
    assert [fetched(workspace).row_count for _ in range(2)] == [3, 0]
    service.tickets = [*TICKETS[:2], {**TICKETS[2], "description": "corrected"}]
    assert fetched(workspace).row_count == 3


def test_an_incremental_resource_asks_for_what_came_since(service: Service, tmp_path: Path) -> None:
    more = "incremental: {cursor_path: updated_at, start_param: since, initial_value: '2026-09-02T00:00:00Z'}"
    workspace = workspace_with(tmp_path, service, more=more)
    assert [record["complaint_id"] for record in landed(workspace, fetched(workspace))] == ["T2", "T3"]
    assert fetched(workspace).row_count == 0
    new = {**TICKETS[0], "complaint_id": "T4", "updated_at": "2026-09-05T09:00:00Z"}
    service.tickets = [*TICKETS, new]
    assert [record["complaint_id"] for record in landed(workspace, fetched(workspace))] == ["T4"]


def test_a_refused_token_is_a_sentence_without_the_token(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELPDESK_TOKEN", "falsch")
    (outcome,) = sources.fetch(workspace_with(tmp_path, service))
    assert "source helpdesk" in str(outcome.problem) and "401" in str(outcome.problem)
    assert "falsch" not in str(outcome.problem) and not list((tmp_path / "landing").rglob("*.jsonl"))


def test_a_token_in_the_file_is_refused_and_not_repeated(service: Service, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="token must be env:NAME") as error:
        sources.fetch(workspace_with(tmp_path, service, token="geheim"))
    assert "geheim" not in str(error.value)


def test_records_that_a_shipped_mapping_knows_need_no_mapping(service: Service, tmp_path: Path) -> None:
    lines = (SAMPLES / "zendesk" / "ticket_api.jsonl").read_text(encoding="utf-8").splitlines()
    service.tickets = [json.loads(line) for line in lines]
    workspace = workspace_with(tmp_path, service)
    (tmp_path / "feeds" / "tickets.yaml").unlink()
    entry = (tmp_path / "sources.yaml").read_text().replace("quality/complaint", "zendesk")
    (tmp_path / "sources.yaml").write_text(entry)
    assert fetched(workspace).row_count == 2
    (batch,) = ingest.ingest_all(workspace).batches
    became = (batch.mapping, batch.loaded_count, batch.refused_by_rule)
    assert became == ("zendesk_ticket", 1, {"missing_row_date": 1})
