"""The same 600 complaints as GBK with dates like 2020/6/8 and as UTF-8 with BOM and ISO dates: the same rows."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from pipelines.feeds import ingest, raw_views
from pipelines.warehouse.connect import database
from pipelines.workspace import open_workspace

MAPPING = """
feed: quality
table: complaint
files: ["{file}"]
read: {{encoding: {encoding}}}
time_zone: Asia/Shanghai
columns:
  complaint_id: id
  product_id: {{expression: "concat(brand, ' ', car_model, ' ', type)"}}
  received_at: {{from: datetime, formats: ["{format}"]}}
  description: desc
  root_cause_code: problem
  complaint_status: status
  channel: {{constant: portal}}
  severity: {{absent: not graded by the source}}
"""


def rows(folder: Path, file: Path, encoding: str, date_format: str) -> list[tuple[object, ...]]:
    (folder / "feeds").mkdir(parents=True)
    (folder / "landing").mkdir()
    text = "company: T\ncompany_id: t\ncurrency: CNY\nsettle_seconds: 0\n"
    (folder / "company.yaml").write_text(text, encoding="utf-8")
    mapping = MAPPING.format(file=file.name, encoding=encoding, format=date_format)
    (folder / "feeds" / "complaint.yaml").write_text(mapping, encoding="utf-8")
    shutil.copyfile(file, folder / "landing" / file.name)
    workspace = open_workspace(folder)
    report = ingest.ingest_all(workspace)
    assert [(b.loaded_count, b.quarantined_count) for b in report.batches] == [(600, 0)], report
    raw_views.refresh(workspace)
    with database(workspace.warehouse_file, [workspace.raw]) as connection:
        return connection.execute("select * exclude (_file_sha256) from raw.quality__complaint order by all").fetchall()


def test_two_encodings_give_identical_rows(shared_data: Callable[[str], Path], tmp_path: Path) -> None:
    data = shared_data("data/cn_car_complaints")
    gbk = rows(tmp_path / "a", data / "gbk.csv", "gb18030", "%Y/%m/%d")
    utf8 = rows(tmp_path / "b", data / "utf8_bom.csv", "utf-8", "%Y-%m-%d")
    assert hashlib.sha256(repr(gbk).encode()).digest() == hashlib.sha256(repr(utf8).encode()).digest()
    assert gbk == utf8
