"""A workbook as a spreadsheet program saves it, written row by row with the same bytes each time.

Belongs here: the parts of an XLSX file that a table of texts and numbers needs.
Elsewhere: what stands in the table (call_sheets).
"""

import zipfile
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

_MADE_AT = (2026, 10, 1, 18, 0, 0)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_AT_ONCE = 10_000
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Workbook:
    """One sheet of up to 26 columns that grows, and a second one with notes."""

    def __init__(self, path: Path, sheet: str, header: Sequence[str], notes: Sequence[str]) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3)
        self._notes, self._rows = notes, 0
        for name, text in _parts(sheet).items():
            self._zip.writestr(_entry(name), _HEAD + text)
        self._sheet: IO[bytes] = self._zip.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True)
        self._sheet.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
        self.write([header])

    def write(self, rows: Iterable[Sequence[object]]) -> None:
        """Append rows: whole numbers as numbers, everything else as text, an empty text as no cell."""
        lines = map(self._line, rows)
        while some := "".join(islice(lines, _AT_ONCE)):
            self._sheet.write(some.encode())

    def _line(self, row: Sequence[object]) -> str:
        self._rows += 1
        cells = (_cell(letter, self._rows, value) for letter, value in zip(_LETTERS, row, strict=False) if value != "")
        return f'<row r="{self._rows}">{"".join(cells)}</row>'

    def close(self) -> None:
        """Finish the file."""
        self._sheet.write(b"</sheetData></worksheet>")
        self._sheet.close()
        notes = "".join(f'<row r="{n}">{_cell("A", n, note)}</row>' for n, note in enumerate(self._notes, 1))
        text = f'<worksheet xmlns="{_MAIN}"><sheetData>{notes}</sheetData></worksheet>'
        self._zip.writestr(_entry("xl/worksheets/sheet2.xml"), _HEAD + text)
        self._zip.close()


def _cell(letter: str, row: int, value: object) -> str:
    if isinstance(value, int):
        return f'<c r="{letter}{row}"><v>{value}</v></c>'
    return f'<c r="{letter}{row}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MADE_AT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _parts(sheet: str) -> dict[str, str]:
    overrides = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
                        for n in (1, 2))  # fmt: skip
    targets = "".join(f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
                      for n in (1, 2))  # fmt: skip
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/><sheet name="说明" sheetId="2" r:id="rId2"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{targets}</Relationships>',
    }
