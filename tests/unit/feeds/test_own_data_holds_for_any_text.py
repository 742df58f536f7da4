"""What must hold for every file and every identifier, however hostile."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.feeds.account_map import Proposal, read, renew, safe_cell
from pipelines.feeds.identifiers import normal
from pipelines.feeds.mapping import load_mapping
from pipelines.feeds.problem import RefusedFileError
from pipelines.feeds.proposal_text import text_of
from pipelines.feeds.propose import propose
from pipelines.feeds.sniff import sample
from pipelines.workspace import Company, Workspace
from pipelines.yaml_file import ConfigurationError, parse

CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ROWS = st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=6)


@given(st.text(max_size=40))
def test_a_normal_form_has_no_case_no_blank_and_is_its_own(text: str) -> None:
    form = normal(text)
    assert normal(f"  {text}  ") == form
    assert not any(sign.isspace() for sign in form.replace("\x85", "")) or "e+" in form


@given(CELL)
def test_no_cell_starts_a_formula(text: str) -> None:
    assert not safe_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(CELL.map(str.strip).filter(bool), min_size=1, max_size=5, unique=True))
@settings(max_examples=60, deadline=None)
def test_what_is_written_into_accounts_csv_is_read_back(identifiers: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder), Company(company="T", company_id="t", currency="EUR"))
        proposals = [Proposal(text, "A1", "Name", 80, "similar spelling") for text in identifiers]
        assert renew(workspace, proposals, lambda line: True) == (len(identifiers), 0)
        assert [line.identifier for line in read(workspace)] == identifiers
        assert renew(workspace, [], lambda line: line.identifier != identifiers[0]) == (0, len(identifiers) - 1)
        assert [line.identifier for line in read(workspace)] == identifiers[:1]


@given(st.one_of(st.binary(max_size=300), ROWS.map(lambda rows: _csv(rows).encode())))
@settings(max_examples=80, deadline=None)
def test_any_bytes_get_a_proposal_that_is_yaml_or_a_refusal(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "f.csv"
        file.write_bytes(content)
        try:
            found = propose(sample(file, file.name))
        except RefusedFileError:
            return
        text = text_of(found)
        data = parse(text.encode(), "m").data
        assert (data["feed"], data["table"]) == (found.contract.feed, found.contract.table)
        (Path(folder) / "m.yaml").write_text(text, encoding="utf-8")
        try:
            load_mapping(Path(folder) / "m.yaml")
        except ConfigurationError as error:
            assert "is needed" in str(error) or "columns" in str(error)


def _csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
