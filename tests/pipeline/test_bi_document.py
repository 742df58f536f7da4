"""Do the documents for BI tell what works? Each query is run, each connection survives a publish as it says."""

import os
import re
from pathlib import Path

import duckdb
import pytest

from pipelines import settings
from tests.pipeline.conftest import Built

DOCUMENTS = {"en": "bi.md", "zh": "bi.zh-CN.md"}


def _text(language: str) -> str:
    return (settings.REPOSITORY / "docs" / DOCUMENTS[language]).read_text(encoding="utf-8")


def _queries(language: str) -> list[str]:
    return re.findall(r"```sql\n(.*?)```", _text(language), re.DOTALL)


@pytest.mark.parametrize("language", DOCUMENTS)
def test_every_query_of_the_document_answers(demo: Built, language: str) -> None:
    *ten, as_known = _queries(language)
    assert len(ten) == 10
    for query in ten:
        rows = demo.query(query)
        assert rows and any(any(value is not None for value in row) for row in rows), query
    assert demo.query(as_known) == []  # a demo that was built just now told nothing on a day of the past
    assert demo.query(as_known.replace("2026-04-01", "9999-01-01"))


def test_the_python_of_the_document_runs_in_a_workspace(demo: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", _text("en"), re.DOTALL)
    monkeypatch.chdir(demo.root)
    names: dict[str, object] = {}
    exec(code, names)
    assert demo.query("select count(*) from mart_scorecard") == [(len(names["scorecard"]),)]  # type: ignore[arg-type]


def test_both_languages_ask_the_same() -> None:
    english, chinese = ([re.sub(r"_(en|zh)\b", "", query) for query in _queries(language)] for language in DOCUMENTS)
    assert english == chinese
    assert len(re.findall(r"^## ", _text("en"), re.MULTILINE)) == len(re.findall(r"^## ", _text("zh"), re.MULTILINE))


def test_commands_of_the_metric_layer_are_the_same_in_both_languages() -> None:
    english, chinese = (re.findall(r"```bash\n(.*?)```", _text(language), re.DOTALL) for language in DOCUMENTS)
    assert english == chinese and "mf query" in english[-1]


def test_metrics_that_the_document_asks_for_are_there() -> None:
    defined = "\n".join(f.read_text(encoding="utf-8") for f in (settings.DBT_PROJECT / "models/metrics").glob("*.yml"))
    asked = {name for names in re.findall(r"--metrics (\S+)", _text("en")) for name in names.split(",")}
    assert asked and asked <= set(re.findall(r"^  - name: (\w+)$", defined, re.MULTILINE))


@pytest.mark.parametrize("language", DOCUMENTS)
def test_every_file_that_the_document_names_is_there(language: str) -> None:
    docs = settings.REPOSITORY / "docs"
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)]+)\)", _text(language))]
    assert len(links) > 4 and [link for link in links if not (docs / link).exists()] == []


def test_a_connection_keeps_its_build_and_the_next_one_sees_the_new(tmp_path: Path) -> None:
    current = tmp_path / "current"
    for build in ("old", "new"):
        (tmp_path / build).mkdir()
        with duckdb.connect(str(tmp_path / build / "touchstone.duckdb")) as connection:
            connection.execute(f"create table meta_build as select '{build}' as build_id")
        (tmp_path / build / "touchstone.duckdb").chmod(0o444)
    current.symlink_to("old")
    file, ask = str(current / "touchstone.duckdb"), "select build_id from meta_build"
    with duckdb.connect(file, read_only=True) as opened, duckdb.connect() as attached:
        attached.execute(f"attach '{file}' as build (read_only)")
        (tmp_path / "part").symlink_to("new")
        os.replace(tmp_path / "part", current)
        assert opened.execute(ask).fetchall() == [("old",)]
        assert attached.execute("select build_id from build.meta_build").fetchall() == [("old",)]
        with duckdb.connect(file, read_only=True) as connected_later:
            assert connected_later.execute(ask).fetchall() == [("new",)]
        attached.execute("detach build")
        attached.execute(f"attach '{file}' as build (read_only)")
        assert attached.execute("select build_id from build.meta_build").fetchall() == [("new",)]
