"""A company of a few lines: files as tables of text, loaded for real."""

from dataclasses import dataclass
from pathlib import Path

from pipelines.feeds import ingest, raw_views
from pipelines.warehouse.connect import database
from pipelines.workspace import Workspace, open_workspace


@dataclass(frozen=True)
class Company:
    """A workspace and what its raw views say."""

    workspace: Workspace

    def deliver(self, path: str, text: str) -> Path:
        """Put a file below landing: one line a row, `|` between the fields, blanks around them dropped."""
        rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
        file = self.workspace.landing / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
        return file

    def load(self) -> ingest.IngestReport:
        """Read what is new and make the raw views."""
        report = ingest.ingest_all(self.workspace)
        raw_views.refresh(self.workspace)
        return report

    def query(self, sql: str) -> list[tuple[object, ...]]:
        """Rows from the work file."""
        with database(self.workspace.warehouse_file, [self.workspace.raw]) as connection:
            return connection.execute(sql).fetchall()


def company(folder: Path, accounts: str = "organisations") -> Company:
    """A new company."""
    text = f"company: T\ncompany_id: t\ncurrency: EUR\nsettle_seconds: 0\naccounts: {accounts}\n"
    (folder / "feeds").mkdir(parents=True)
    (folder / "company.yaml").write_text(text, encoding="utf-8")
    return Company(open_workspace(folder))
