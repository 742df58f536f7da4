"""Whatever bytes come as a CSV file: no exception, every record and every line accounted for."""

import tempfile
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipelines.feeds import ingest, readers
from pipelines.feeds.batch_load import Loaded
from pipelines.workspace import Company, Workspace

HEADER = b"account_id,account_name,tier,created_at\n"
CELLS = [b"", b"A1", b"key", b"gold", b"2024-05-01", b"2024-05-01 10:00", b'"q"', b'"a,b"', b'"a\nb"', b'"a\r\nb"',
         b'"', b'"x"y', b"'", b" ", b"\0", b"\xff", b"\xe6\xbb\xa1", b"\xef\xbb\xbf", b"\\", b"#", b"=1+1", b'""',
         b'"a\n\nb"', b"\x1a", b"\x0b", b"\xc2\x85", b"\xe2\x80\xa8"]  # fmt: skip
ENDS = [b"\n", b"\n", b"\n", b"\r\n", b"\r", b"\n\n", b",\n", b""]

cells = st.sampled_from(CELLS)
parts = st.lists(cells, min_size=1, max_size=6)
rows = st.builds(lambda fields, end: b",".join(fields) + end, parts, st.sampled_from(ENDS))
bodies = st.lists(rows, max_size=12).map(b"".join)
files = st.one_of(st.binary(max_size=200), bodies.map(lambda body: HEADER + body),
                  bodies.map(lambda body: HEADER.replace(b"\n", b"\r\n") + body), bodies)  # fmt: skip


def check(content: bytes) -> Loaded | None:
    """One try of a file, in a folder of its own; None when it is refused with a Problem."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        workspace = Workspace(root, Company(company="T", company_id="t", currency="EUR", settle_seconds=0))
        file = root / "landing" / "crm" / "account" / "a.csv"
        file.parent.mkdir(parents=True)
        file.write_bytes(content)
        report = ingest.check_file(file, workspace)[0]
    return report if isinstance(report, Loaded) else None


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files)
@example(HEADER + b'A1,"x,key,2024-05-01\nA2,y,key,2024-05-01\n')
@example(HEADER + b"A1,x\n\nA2,y,key,2024-05-01,\n\n\n")
def test_every_line_is_accounted_for(content: bytes) -> None:
    report = check(content)
    if report is None:
        return
    refused = sum(report.refused_by_rule.values())
    assert report.row_count == report.loaded_count + refused + report.ignored_count
    explained = report.lines["header"] + report.lines["embedded"] + report.lines["blank"] + report.row_count
    assert explained == report.lines["lines"] == lines_of(content)


def lines_of(content: bytes) -> int:
    """Lines as Python's text files count them: slow, obvious, and not the pipeline's own way."""
    return len(content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(1, 9), st.text('ab,"\n é满', max_size=8)), max_size=20))
def test_what_is_written_correctly_comes_back(records: list[tuple[int, str]]) -> None:
    lines = ['A{},"{}",key,2024-05-01\n'.format(key, text.replace('"', '""')) for key, text in records]
    report = check(HEADER + "".join(lines).encode())
    assert report is not None and report.loaded_count == len(records) == report.row_count


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files)
@example(HEADER + b"A1,x,key,2024-05-01,\nA2,y,key,2024-05-01\n")
@example(HEADER + b'A1,x\n"A\n2",y,key,2024-05-01\nA3\n')
def test_the_fast_road_and_the_exact_one_agree(content: bytes) -> None:
    fast = check(content)
    with patch.object(readers, "goes_the_exact_road", return_value=True):
        exact = check(content)
    assert (fast is None) == (exact is None)
    if fast is not None and exact is not None:
        assert (fast.loaded_count, fast.refused_by_rule) == (exact.loaded_count, exact.refused_by_rule)
        numbers = [[(p.row, p.column, p.rule) for p in report.problems] for report in (fast, exact)]
        assert numbers[0] == numbers[1]
