"""Do the method documents say what the software does today?"""

import re
from pathlib import Path

import pytest

from pipelines.integrity import method_table
from pipelines.integrity.policy import DETECTORS

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("language", method_table.DOCUMENTS)
def test_the_table_of_checks_is_that_of_the_catalogue(language: str) -> None:
    text = (DOCS / method_table.DOCUMENTS[language]).read_text(encoding="utf-8")
    assert text == method_table.filled(text, language), "next: python -m pipelines.integrity.method_table"
    assert {line.split("|")[1].strip() for line in method_table.table(language).splitlines()[2:]} == set(DETECTORS)


@pytest.mark.parametrize("language", method_table.DOCUMENTS)
def test_every_file_that_a_method_document_names_is_there(language: str) -> None:
    text = (DOCS / method_table.DOCUMENTS[language]).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if not link.startswith("http")]
    assert len(links) > 8
    assert [link for link in links if not (DOCS / link).exists()] == []


def test_both_languages_have_the_same_sections_and_columns() -> None:
    texts = [(DOCS / name).read_text(encoding="utf-8") for name in method_table.DOCUMENTS.values()]
    sections, columns = (
        [re.findall(pattern, text, re.MULTILINE) for text in texts] for pattern in (r"^## (\d)", r"`(\w+_\w+)`")
    )
    assert sections[0] == sections[1] and len(sections[0]) == 9
    assert set(columns[0]) == set(columns[1])


def test_a_document_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="marks"):
        method_table.filled("nothing", "en")
