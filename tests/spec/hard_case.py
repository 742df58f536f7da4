"""One file that is difficult, put before a company of a few lines.

Belongs here: files byte by byte, mappings, what became of their rows.
Elsewhere: the company itself (own_company), the promises (08_hard_cases).
"""

from dataclasses import dataclass
from pathlib import Path

from pipelines.feeds.ingest import IngestReport
from pipelines.manifest import Batch
from pipelines.vocabulary import BatchStatus
from pipelines.workspace import open_workspace
from tests.spec.own_company import Company

RESPONSES = "survey/response/answers.csv"


@dataclass(frozen=True)
class Hard(Company):
    """A company that gets difficult files."""

    def put(self, path: str, content: str | bytes) -> Path:
        """A file below landing, as it is."""
        file = self.workspace.landing / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def map(self, text: str, name: str = "own") -> None:
        """A mapping of this company."""
        (self.workspace.mappings_dir / f"{name}.yaml").write_text(text, encoding="utf-8")

    def loads(self, path: str, content: str | bytes) -> Batch:
        """The one batch that a file becomes."""
        self.put(path, content)
        return only(self.load())

    def reads(self, path: str, content: str | bytes, columns: str, table: str = "survey__response") -> list[object]:
        """The values of the rows that load, in the order of the file; every row must load."""
        batch = self.loads(path, content)
        assert batch.status is BatchStatus.LOADED, batch.reason
        assert batch.refused_by_rule == {}, batch.refused_by_rule
        rows = self.query(f"select {columns} from raw.{table} where _batch_no = {batch.batch_no} order by _row_no")
        return [row[0] if len(row) == 1 else row for row in rows]

    def refuses(self, path: str, content: str | bytes) -> str:
        """Why a file is refused as a whole."""
        batch = self.loads(path, content)
        assert batch.status is BatchStatus.REFUSED and batch.loaded_count == 0
        return batch.reason

    def quarantine(self, columns: str = "row_no, column_name, rule, value_safe") -> list[tuple[object, ...]]:
        """Everything that is refused, in the order of rows."""
        import duckdb

        files = sorted(str(file) for file in self.workspace.quarantine.rglob("*.parquet"))
        return duckdb.execute(f"select {columns} from read_parquet(?) order by row_no", [files]).fetchall()


def only(report: IngestReport) -> Batch:
    """The one batch of a run that has no other outcome."""
    assert len(report.batches) == 1, report
    return report.batches[0]


def hard(folder: Path, more: str = "") -> Hard:
    """A new company; `more` are further lines of its configuration."""
    (folder / "feeds").mkdir(parents=True)
    text = f"company: T\ncompany_id: t\ncurrency: EUR\nsettle_seconds: 0\n{more}"
    (folder / "company.yaml").write_text(text, encoding="utf-8")
    return Hard(open_workspace(folder))


def mapped(columns: str, more: str = "") -> str:
    """A mapping of answers with an id and a day beside the columns that a case is about."""
    return (f"feed: survey\ntable: response\nfiles: '**/x.*'\n{more}\ncolumns:\n  response_id: id\n"
            f"  submitted_at: day\n{columns}\n")  # fmt: skip
