"""Files under landing, and how many records each holds.

Belongs here: writing one CSV file in a given encoding and counting it.
Elsewhere: what is in it (write_feeds).
"""

import csv
import io
import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pipelines.demo.trade import Row

_WRITTEN_AT = 1_790_848_800  # 2026-10-01 10:00 UTC: the files lie still, whatever the clock says


class Shelf:
    """Writes files under landing and counts their records."""

    def __init__(self, landing: Path) -> None:
        self.landing = landing
        self.rows: dict[str, int] = {}
        self.broken_rows: dict[str, int] = {}

    def put(
        self, name: str, rows: list[Row], broken: Iterable[Row] = (), encoding: str = "utf-8", delimiter: str = ",",
        line_end: str = "\n",
    ) -> None:  # fmt: skip
        """One CSV file: its columns are those of the first row; broken rows come last."""
        broken = list(broken)
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, list(rows[0]), restval="", delimiter=delimiter, lineterminator=line_end)
        writer.writeheader()
        writer.writerows(rows)
        writer.writerows(broken)
        path = self.landing / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.getvalue().encode(encoding))
        os.utime(path, (_WRITTEN_AT, _WRITTEN_AT))
        self.rows[name] = len(rows) + len(broken)
        if broken:
            self.broken_rows[name] = len(broken)

    def put_by_year(
        self, folder: str, file: str, rows: list[Row], date: str, broken: Iterable[Row] = (), **how: str
    ) -> None:
        """One file for each year of the column `date`; `file` has a place `{year}`; broken rows go to the last one."""
        by_year: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_year[str(row[date])[:4]].append(row)
        for year in sorted(by_year):
            last = year == max(by_year)
            self.put(f"{folder}/{year}/{file.format(year=year)}", by_year[year], broken if last else (), **how)
