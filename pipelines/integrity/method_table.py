"""The tables of checks in docs/method.md and docs/method.zh-CN.md, written from the catalogue.

Belongs here: one line a check in each language, and where in the documents it stands.
Elsewhere: what the checks are (catalogue, detectors), everything else that the documents say.

    python -m pipelines.integrity.method_table
"""

from pathlib import Path

from pipelines.integrity.catalogue import DETECTORS, described
from pipelines.integrity.innocence import INNOCENT
from pipelines.integrity.policy import load

DOCUMENTS = {"en": "method.md", "zh": "method.zh-CN.md"}
BEGIN, END = "<!-- checks: written by python -m pipelines.integrity.method_table -->", "<!-- end of checks -->"
HEADS = {
    "en": "| check | question | severity | least n | held against | innocent if | source |",
    "zh": "| 检查 | 问题 | 严重程度 | 何时属正常 | 出处 |",
}
"""Least n and what a check is held against are stated in English alone."""


def table(language: str) -> str:
    """One line a check, in order of their ids."""
    place = list(DOCUMENTS).index(language)
    question = {detector.ID: (detector.QUESTION_EN, detector.QUESTION_ZH)[place] for detector in DETECTORS}
    rows = [
        (row["id"], question[row["id"]], row["severity"], *((row["least_n"], row["reference"]) if place == 0 else ()),
         INNOCENT[row["id"]][place], row["source"])
        for row in described(load())
    ]  # fmt: skip
    lines = [f"| {' | '.join(cell.replace('|', '/') or '–' for cell in row)} |" for row in rows]
    return "\n".join([HEADS[language], "|---" * (HEADS[language].count("|") - 1) + "|", *lines])


def filled(text: str, language: str) -> str:
    """A document with its table of today. Raises ValueError if its marks are missing."""
    before, _, rest = text.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"{DOCUMENTS[language]}: the marks of the table of checks are missing")
    return f"{before}{BEGIN}\n{table(language)}\n{END}{after}"


def main() -> None:
    """Write both documents anew."""
    folder = Path(__file__).resolve().parents[2] / "docs"
    for language, name in DOCUMENTS.items():
        file = folder / name
        file.write_text(filled(file.read_text(encoding="utf-8"), language), encoding="utf-8")


if __name__ == "__main__":
    main()
