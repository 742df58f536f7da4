"""Do the readmes say what the repository holds?"""

import re
from pathlib import Path

import pytest

from pipelines.feeds.contract import load_contracts
from pipelines.feeds.mapping import shipped_files
from pipelines.integrity.policy import DETECTORS

ROOT = Path(__file__).resolve().parents[2]
COUNTED = {
    "README.md": [r"more than (\d+) tables", r"More than (\d+) ready mappings", r"More than (\d+) checks"],
    "README.zh-CN.md": [r"(\d+) 多张表", r"(\d+) 多个现成映射", r"(\d+) 项以上的检查"],
}


@pytest.mark.parametrize("document", COUNTED)
def test_there_are_as_many_tables_mappings_and_checks_as_it_says(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    said = [int(found) for pattern in COUNTED[document] for found in re.findall(pattern, text)]
    there = [len(load_contracts()), len(shipped_files()), len(DETECTORS)]
    assert [10 > has - more > 0 for more, has in zip(said, there, strict=True)] == [True] * 3, there


@pytest.mark.parametrize("document", COUNTED)
def test_every_file_that_a_readme_links_is_there(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("http")]
    assert len(links) > 8
    assert [link for link in links if not (ROOT / link).exists()] == []
