"""Bad files: each ends in a refused file or a quarantined row with a clear text, nothing is lost, nothing crashes."""

import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from pipelines import manifest
from pipelines.feeds import discover, ingest, raw_views
from pipelines.feeds.ingest import IngestReport
from pipelines.manifest import Batch
from pipelines.vocabulary import BatchStatus
from pipelines.warehouse.connect import database
from pipelines.workspace import Workspace, open_workspace

HEADER = "response_id,account_id,channel,submitted_at,rating,scale_min,scale_max,duration_seconds,comment_text\n"
GOOD = "R{0},A1,web,2024-05-01 10:00:00,9,0,10,12,fine\n"
PLACE = "survey/response/2024/answers.csv"


@dataclass(frozen=True)
class World:
    """One small workspace whose answers are read by their canonical names."""

    workspace: Workspace

    def put(self, content: str | bytes, place: str = PLACE) -> Path:
        file = self.workspace.landing / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def load(self) -> IngestReport:
        report = ingest.ingest_all(self.workspace)
        for batch in manifest.read(self.workspace.manifest_file):
            assert batch.balances
            if batch.line_end_count is not None:
                parts = (batch.header_line_count, batch.embedded_line_count, batch.blank_line_count)
                assert batch.line_end_count == batch.row_count + sum(part or 0 for part in parts)
        return report

    def batch(self, content: str | bytes, place: str = PLACE) -> Batch:
        self.put(content, place)
        report = self.load()
        assert len(report.batches) == 1, report
        return report.batches[0]

    def quarantine(self) -> list[tuple[object, ...]]:
        """(row number, column, rule, safe value) of everything refused."""
        files = sorted(str(file) for file in self.workspace.quarantine.rglob("*.parquet"))
        query = "select row_no, column_name, rule, value_safe from read_parquet(?) order by row_no"
        return duckdb.execute(query, [files]).fetchall() if files else []

    def rows(self, columns: str = "response_id, _row_no") -> list[tuple[object, ...]]:
        raw_views.refresh(self.workspace)
        with database(self.workspace.warehouse_file, [self.workspace.raw]) as connection:
            return connection.execute(f"select {columns} from raw.survey__response order by all").fetchall()


def make(root: Path, extra: str = "") -> World:
    root.mkdir(parents=True, exist_ok=True)
    text = f"company: T\ncompany_id: t\ncurrency: EUR\nsettle_seconds: 0\n{extra}"
    (root / "company.yaml").write_text(text, encoding="utf-8")
    (root / "landing").mkdir()
    return World(open_workspace(root))


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make(tmp_path / "workspace")


def refusal(batch: Batch) -> str:
    assert batch.status is BatchStatus.REFUSED and batch.loaded_count == 0
    assert "next:" in batch.reason and "Traceback" not in batch.reason
    return batch.reason


def test_an_empty_file_is_refused(world: World) -> None:
    assert "is empty: not even a header" in refusal(world.batch(""))


def test_a_header_alone_is_a_file_of_no_rows(world: World) -> None:
    batch = world.batch(HEADER)
    assert (batch.status, batch.row_count, batch.line_end_count) == (BatchStatus.LOADED, 0, 1)
    assert world.rows() == []


def test_a_missing_key_column_refuses_the_file_and_names_it(world: World) -> None:
    reason = refusal(world.batch("account_id,rating\nA1,9\n"))
    assert "lacks the columns response_id, submitted_at" in reason and "account_id, rating" in reason


def test_an_unknown_code_is_quarantined(world: World) -> None:
    batch = world.batch(HEADER + GOOD.format(1) + GOOD.format(2).replace("web", "fax"))
    assert (batch.loaded_count, batch.refused_by_rule) == (1, {"unknown_code": 1})
    assert world.quarantine() == [(3, "channel", "unknown_code", "fax")]


def test_ragged_rows_are_quarantined_and_later_rows_keep_their_numbers(world: World) -> None:
    rows = [GOOD.format(1), "R2,A1\n", GOOD.format(3), "a,b,c,d,e,f,g,h,i,j,k\n", GOOD.format(5)]
    batch = world.batch(HEADER + "".join(rows))
    assert (batch.loaded_count, batch.refused_by_rule) == (3, {"ragged_row": 2})
    assert [row[:3] for row in world.quarantine()] == [(3, None, "ragged_row"), (5, None, "ragged_row")]
    assert world.rows() == [("R1", 2), ("R3", 4), ("R5", 6)]


def test_an_unbalanced_quote_takes_no_other_row_with_it_silently(world: World) -> None:
    batch = world.batch(HEADER + GOOD.format(1) + 'R2,A1,web,"2024-05-01,9,0,10,12,x\n' + GOOD.format(3))
    assert (batch.row_count, batch.loaded_count, batch.refused_by_rule) == (2, 1, {"unclosed_quote": 1})
    assert (batch.line_end_count, batch.embedded_line_count) == (4, 1)
    assert world.quarantine()[0][0] == 3


def test_text_after_a_closing_quote_is_quarantined(world: World) -> None:
    batch = world.batch(HEADER + GOOD.format(1) + GOOD.format(2).replace("fine", '"fine"x') + GOOD.format(3))
    assert (batch.loaded_count, batch.refused_by_rule) == (2, {"text_after_quote": 1})
    assert world.rows() == [("R1", 2), ("R3", 4)]


def test_mixed_line_ends_with_quoted_newlines_are_read_exactly(world: World) -> None:
    rows = [GOOD.format(1), GOOD.format(2).replace("fine\n", '"one\r\ntwo"\r\n'), GOOD.format(3).replace("\n", "\r\n")]
    batch = world.batch((HEADER + "".join(rows)).encode())
    assert (batch.loaded_count, batch.line_end_count, batch.embedded_line_count) == (3, 5, 1)
    assert world.rows("response_id, _row_no, comment_text_line_count") == [("R1", 2, 1), ("R2", 3, 2), ("R3", 4, 1)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_each_kind_of_line_end_is_read(world: World, end: str) -> None:
    text = HEADER + GOOD.format(1) + GOOD.format(2).replace("fine", '"a,b"')
    batch = world.batch(text.replace("\n", end))
    assert (batch.loaded_count, batch.line_end_count) == (2, 3)


def test_blank_lines_are_counted_and_numbers_stay_those_of_records(world: World) -> None:
    batch = world.batch(HEADER + GOOD.format(1) + "\n\n" + "R2,A1\n" + "\n" + GOOD.format(3) + "\n")
    assert (batch.row_count, batch.loaded_count, batch.blank_line_count) == (3, 2, 4)
    assert world.rows() == [("R1", 2), ("R3", 4)] and world.quarantine()[0][0] == 3


def test_a_row_with_a_nul_byte_is_quarantined(world: World) -> None:
    batch = world.batch(HEADER + GOOD.format(1) + GOOD.format(2).replace("fine", "fi\0ne"))
    assert (batch.loaded_count, batch.refused_by_rule) == (1, {"nul_byte": 1})


def test_a_wrong_encoding_refuses_the_file_with_its_line_and_a_guess(world: World) -> None:
    write_mapping(world)
    content = "id,when,score\nR1,2024-05-01,9\n满意,2024-05-02,9\n".encode("gbk")
    reason = refusal(world.batch(content, "x/answers.csv"))
    assert "is not UTF-8 text (line 3)" in reason and "encoding: gb18030" in reason


def test_a_declared_encoding_that_is_wrong_refuses_the_file(world: World) -> None:
    write_mapping(world, "read: {encoding: gb18030}")
    batch = world.batch(b"id,when,score\nR1,2024-05-01,9\n\xff\xff,,\n", "x/answers.csv")
    assert "is not gb18030 text" in refusal(batch)


def test_a_half_written_file_waits(tmp_path: Path) -> None:
    world = make(tmp_path / "w")
    configuration = tmp_path / "w" / "company.yaml"
    text = configuration.read_text(encoding="utf-8").replace("settle_seconds: 0", "settle_seconds: 60")
    configuration.write_text(text, encoding="utf-8")
    world = World(open_workspace(tmp_path / "w"))
    file = world.put((HEADER + GOOD.format(1))[:-4])
    report = world.load()
    assert not report.batches and "still being written" in str(report.waiting[0])
    assert not discover.anything_new(world.workspace)
    file.write_text(HEADER + GOOD.format(1), encoding="utf-8")
    assert discover.anything_new(world.workspace)
    assert world.load().batches[0].loaded_count == 1


def test_an_old_file_without_a_last_line_end_is_complete(world: World) -> None:
    batch = world.batch((HEADER + GOOD.format(1)).rstrip("\n"))
    assert (batch.loaded_count, batch.line_end_count) == (1, 2)


def test_a_sentinel_says_that_a_young_file_is_complete(tmp_path: Path) -> None:
    root = tmp_path / "w"
    world = make(root)
    (root / "company.yaml").write_text("company: T\ncompany_id: t\ncurrency: EUR\n", encoding="utf-8")
    world = World(open_workspace(root))
    file = world.put((HEADER + GOOD.format(1)).rstrip("\n"))
    file.with_name(file.name + ".ok").touch()
    assert world.load().batches[0].loaded_count == 1


def test_the_same_content_under_two_names_is_loaded_once(world: World) -> None:
    world.put(HEADER + GOOD.format(1))
    world.put(HEADER + GOOD.format(1), "survey/response/2024/again.csv")
    report = world.load()
    assert len(report.batches) == 1 and report.unchanged_count == 1
    assert len(world.rows()) == 1
    assert world.load().batches == [] and not discover.anything_new(world.workspace)


def test_a_score_of_eleven_on_a_scale_to_ten_is_quarantined(world: World) -> None:
    batch = world.batch(HEADER + GOOD.format(1) + GOOD.format(2).replace(",9,", ",11,"))
    assert batch.refused_by_rule == {"outside_scale": 1}
    assert world.quarantine() == [(3, "rating", "outside_scale", "11")]


def test_a_date_in_the_future_is_quarantined(world: World) -> None:
    assert world.batch(HEADER + GOOD.format(1).replace("2024", "2999")).refused_by_rule == {"in_the_future": 1}
    assert world.quarantine()[0][1] == "submitted_at"


def test_local_times_that_do_not_exist_or_exist_twice_are_quarantined(tmp_path: Path) -> None:
    world = make(tmp_path / "w", "time_zone: Europe/Berlin\n")
    times = ["2024-03-31 02:30:00", "2024-10-27 02:30:00", "2024-07-01 12:00:00", "2024-10-27T02:30:00+01:00"]
    batch = world.batch(HEADER + "".join(f"R{n},A1,web,{t},9,0,10,1,x\n" for n, t in enumerate(times)))
    assert batch.refused_by_rule == {"no_such_local_time": 1, "local_time_twice": 1}
    assert world.rows("response_id, submitted_at::varchar") == [
        ("R2", "2024-07-01 10:00:00"), ("R3", "2024-10-27 01:30:00"),
    ]  # fmt: skip


def test_a_negative_quantity_is_quarantined(world: World) -> None:
    text = "delivery_id,line_no,delivered_at,delivered_qty\nD1,1,2024-05-01,5\nD2,1,2024-05-01,-5\n"
    batch = world.batch(text, "crm/delivery/d.csv")
    assert batch.refused_by_rule == {"below_minimum": 1}


@pytest.mark.parametrize("value", ["NaN", "inf", "-Infinity", "1e400", "0x10", "1_000", "1,5", "１,２", "(12)", "12€"])
def test_what_is_no_number_is_quarantined(world: World, value: str) -> None:
    text = f'invoice_id,invoiced_on,net_amount\nI1,2024-05-01,1.50\nI2,2024-05-01,"{value}"\n'
    batch = world.batch(text, "finance/invoice/i.csv")
    assert (batch.refused_by_rule, batch.control_totals) == ({"not_a_number": 1}, {"net_amount": "1.5000"})


def test_money_with_more_than_four_decimals_is_quarantined(world: World) -> None:
    text = "invoice_id,invoiced_on,net_amount\nI1,2024-05-01,1.500000\nI2,2024-05-01,1.23456\n"
    assert world.batch(text, "finance/invoice/i.csv").refused_by_rule == {"too_many_decimals": 1}


def test_glob_metacharacters_are_letters_of_a_name(tmp_path: Path) -> None:
    world = make(tmp_path / "w[a]*")
    world.put("account_id\nA1\n", "crm/account/crm_*.csv")
    world.put("account_id\nA2\n", "crm/account/crm_x.csv")
    report = world.load()
    assert sorted(batch.file for batch in report.batches) == ["crm/account/crm_*.csv", "crm/account/crm_x.csv"]
    raw_views.refresh(world.workspace)
    with database(world.workspace.warehouse_file, [world.workspace.raw]) as connection:
        rows = connection.execute("select account_id from raw.crm__account order by all").fetchall()
    assert rows == [("A1",), ("A2",)]


def test_formulas_html_and_terminal_codes_stay_text(world: World) -> None:
    nasty = ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "\x1b[2J\u202efdp", "'; drop table x; --"]
    lines = "".join(f'R{n},"{text}",web,2024-05-01,9,0,10,1,x\n' for n, text in enumerate(nasty))
    batch = world.batch(HEADER + lines + HEADER.replace("channel", "\x1b[31m"))
    assert batch.loaded_count == 4
    assert [row[0] for row in world.rows("account_id")] == sorted(nasty)
    for _, _, _, shown in world.quarantine():
        assert shown is None or all(c.isprintable() for c in str(shown))


def test_links_and_pipes_are_never_opened(world: World, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(HEADER + GOOD.format(1), encoding="utf-8")
    folder = world.put(HEADER).parent
    (folder / "link.csv").symlink_to(secret)
    os.mkfifo(folder / "pipe.csv")
    report = world.load()
    assert sorted(problem.file.rsplit("/", 1)[1] for problem in report.refused) == ["link.csv", "pipe.csv"]
    assert len(report.batches) == 1


def test_a_packed_bomb_is_refused_from_its_directory(world: World) -> None:
    file = world.put(b"", "survey/response/bomb.xlsx")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", "x")
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (64 << 20))
    report = world.load()
    assert "would unpack to" in refusal(report.batches[0])


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"PK\x03\x04rest", "a.csv", "zip or Excel"),
        (b"PK\x03\x04rest", "a.xlsx", "no complete Excel file"),
        (b"PAR1 broken", "a.parquet", "no complete Parquet file"),
        (b"\x1f\x8b\x08", "a.csv", "gzip"),
        (b"hello", "a.doc", "is of no known kind"),
        (b"\n\n\n", "a.csv", "has no header"),
        (b'"response_id,"x', "a.csv", "header cannot be read"),
    ],
)
def test_a_file_of_another_kind_than_its_name_says_is_refused(
    world: World, content: bytes, name: str, word: str
) -> None:
    assert word in refusal(world.batch(content, f"survey/response/{name}"))


def write_mapping(world: World, more: str = "", name: str = "m") -> None:
    world.workspace.mappings_dir.mkdir(exist_ok=True)
    text = f"""
feed: survey
table: response
files: ["x/*.csv", "x/*.xlsx"]
{more}
columns:
  response_id: id
  submitted_at: when
  rating: {{from: score, scale: {{min: 0, max: 10}}}}
"""
    (world.workspace.mappings_dir / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_a_refused_file_is_read_again_when_its_mapping_is_corrected(world: World) -> None:
    write_mapping(world)
    content = "id,when,score\nR1,2024-05-01,9\n".replace(",", ";")
    reason = refusal(world.batch(content, "x/a.csv"))
    assert "lacks the columns id, when" in reason and 'state `read: {delimiter: ";"}`' in reason
    assert world.load().batches == []
    write_mapping(world, 'read: {delimiter: ";"}')
    assert discover.anything_new(world.workspace)
    assert [batch.loaded_count for batch in world.load().batches] == [1]


def test_two_mappings_for_one_table_refuse_the_file(world: World) -> None:
    write_mapping(world)
    write_mapping(world, name="n")
    world.put("id,when,score\nR1,2024-05-01,9\n", "x/a.csv")
    report = world.load()
    assert "mappings m and n both fill survey__response" in str(report.refused[0])


def test_an_unmatched_file_is_named(world: World) -> None:
    world.put("a\n1\n", "what/ever.csv")
    report = world.load()
    assert not report.batches and "no mapping takes it" in str(report.unmatched[0])


def test_one_broken_file_never_stops_the_others(world: World) -> None:
    world.put("", "survey/response/a.csv")
    world.put(HEADER + GOOD.format(1), "survey/response/b.csv")
    statuses = [batch.status for batch in world.load().batches]
    assert statuses == [BatchStatus.REFUSED, BatchStatus.LOADED]


def test_check_file_says_what_would_happen_and_loads_nothing(world: World) -> None:
    file = world.put(HEADER + GOOD.format(1) + GOOD.format(2).replace("web", "fax"))
    report = ingest.check_file(file, world.workspace)[0]
    assert (report.loaded_count, report.row_count) == (1, 2)
    assert "row 3, column channel: unknown code (fax); next: map its `values`" in str(report.problems[0])
    assert not world.workspace.manifest_file.exists() and not world.workspace.archive.exists()


def test_what_is_archived_is_what_came_and_cannot_be_written(world: World) -> None:
    content = (HEADER + GOOD.format(1)).encode()
    batch = world.batch(content)
    kept = world.workspace.archive / batch.sha256[:2] / f"{batch.sha256}.csv"
    assert kept.read_bytes() == content and kept.stat().st_mode & 0o777 == 0o440


@pytest.mark.parametrize("crash", ["receive", "copy", "append"])
def test_a_run_that_died_is_completed_by_the_next(world: World, monkeypatch: pytest.MonkeyPatch, crash: str) -> None:
    class KilledError(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise KilledError

    world.put(HEADER + GOOD.format(1))
    targets: dict[str, tuple[object, str]] = {
        "receive": (ingest.archive, "_keep"),
        "copy": (ingest.batch_load, "_sync_rename"),
        "append": (manifest, "append"),
    }
    with monkeypatch.context() as patched:
        patched.setattr(*targets[crash], die)
        with pytest.raises(KilledError):
            ingest.ingest_all(world.workspace)
    assert world.rows() == []
    assert [batch.loaded_count for batch in world.load().batches] == [1]
    assert world.rows() == [("R1", 2)]
