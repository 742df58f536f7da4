"""The tables of docs/method.md and docs/method.zh-CN.md that repeat the software: checks and thresholds.

Belongs here: one line a check in each language, one a threshold of the ladder, and where in the documents they stand.
Elsewhere: what the checks are (catalogue, detectors), thresholds (policy.yml), all else that the documents say.

    python -m pipelines.integrity.method_table
"""

from pathlib import Path

from pipelines.integrity.catalogue import DETECTORS, described
from pipelines.integrity.innocence import INNOCENT
from pipelines.integrity.policy import load

DOCUMENTS = {"en": "method.md", "zh": "method.zh-CN.md"}
BEGIN, END = "<!-- {}: written by python -m pipelines.integrity.method_table -->", "<!-- end of {} -->"
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


def thresholds(language: str) -> str:
    """One line a threshold of the ladder, as policy.yml names it."""
    head = {"en": "| threshold | value |", "zh": "| 阈值 | 取值 |"}[language]
    lines = [f"| `{name}` | {value:g} |" for name, value in load().engine.model_dump().items()]
    return "\n".join([head, "|---|---|", *lines])


def filled(text: str, language: str) -> str:
    """A document with its tables of today. Raises ValueError if their marks are missing."""
    for name, content in (("checks", table(language)), ("thresholds", thresholds(language))):
        begin, end = BEGIN.format(name), END.format(name)
        before, _, rest = text.partition(begin)
        _, mark, after = rest.partition(end)
        if not mark:
            raise ValueError(f"{DOCUMENTS[language]}: the marks of the table of {name} are missing")
        text = f"{before}{begin}\n{content}\n{end}{after}"
    return text


def main() -> None:
    """Write both documents anew."""
    folder = Path(__file__).resolve().parents[2] / "docs"
    for language, name in DOCUMENTS.items():
        file = folder / name
        file.write_text(filled(file.read_text(encoding="utf-8"), language), encoding="utf-8")


if __name__ == "__main__":
    main()
