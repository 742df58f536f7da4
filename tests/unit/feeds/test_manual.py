"""Every mapping that the manual shows can be used as it stands, in both languages."""

import re
from pathlib import Path

import pytest

from pipelines.feeds import expression
from pipelines.feeds.mapping import load_mapping

DOCS = Path(__file__).resolve().parents[3] / "docs"
MANUALS = ("operate.md", "operate.zh-CN.md")


@pytest.mark.parametrize("manual", MANUALS)
def test_its_mappings_are_mappings(tmp_path: Path, manual: str) -> None:
    blocks = re.findall(r"```yaml\n# feeds/(\S+)\n(.*?)```", (DOCS / manual).read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 3
    for name, text in blocks:
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert load_mapping(tmp_path / name).mapping is not None


@pytest.mark.parametrize("manual", MANUALS)
def test_it_names_every_function(manual: str) -> None:
    text = (DOCS / manual).read_text(encoding="utf-8")
    assert [name for name in expression.FUNCTIONS if f"`{name}" not in text] == []
