"""A mapping that does not fit is refused with file, line, key and what is allowed."""

from pathlib import Path

import pytest

from pipelines.feeds import mapping
from pipelines.feeds.mapping import NamedMapping, load_mapping, matches
from pipelines.yaml_file import ConfigurationError

GOOD = """\
feed: survey
table: response
files: 'x/*.csv'
columns:
  response_id: id
  submitted_at: when
"""


def load(folder: Path, text: str) -> NamedMapping:
    file = folder / "m.yaml"
    file.write_text(text, encoding="utf-8")
    return load_mapping(file)


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        load(folder, text)
    return str(caught.value).replace(f"{folder}/", "")


def test_short_forms_are_read(tmp_path: Path) -> None:
    named = load(tmp_path, GOOD + "  contact_id: {absent: anonymous}\nitems:\n  q1: 满意度(1-5)\n")
    assert named.mapping is not None
    assert named.mapping.columns["response_id"].from_ == ("id",)
    assert named.mapping.items["q1"].from_ == ("满意度(1-5)",)


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ("  colour: x\n", "m.yaml:7: columns.colour: is no column of survey__response; allowed: response_id,"),
        ("  rating: {from: a, constant: 1}\n", "columns.rating: needs exactly one source (has from, constant)"),
        ("  rating: {}\n", "(has none); allowed: from, constant, expression, lookup, digest, absent"),
        ("  rating: {from: a, form: b}\n", "columns.rating.form: unknown key; allowed: from, constant"),
        ("  channel: {from: a, values: {x: fax}}\n", "columns.channel.values: fax is not known; allowed: web, email"),
        ("  rating: {from: a, formats: ['%Y']}\n", "formats: does not belong to a column of type score"),
        ("  submitted_at: twice\n", "m.yaml:7: submitted_at: is given twice"),
        ("  rating: {lookup: deals.x}\n", "join deals is not declared; allowed: none"),
        ("  rating: {expression: 'import(os)'}\n", "cannot be read"),
        ("  rating: {expression: '__import__(a)'}\n", "is not known; functions: lower"),
        ("  rating: {expression: 'a.b.c'}\n", "is not part of the language"),
        ("time_zone: Mars\n", "m.yaml:7: time_zone: not a time zone name"),
        ("read: {encoding: gbq}\n", "'gbq' is not known; allowed: utf-8, gb18030"),
        ("read: {encoding: base64}\n", "is no encoding of text"),
        ("read: {delimiter: ab}\n", "read.delimiter"),
        ("read: {header_rows: 1, name_row: 2}\n", "name_row lies after the header rows"),
        ("read: {fallback_delimiter: '\"'}\n", "delimiter and quote are the same sign"),
        ("questions: '('\n", "questions: is no regular expression"),
        ("joins: {j: {file: x, on: {a: b}, first_by: c, last_by: c}}\n", "first_by and last_by exclude each other"),
        ("scale: {min: 5, max: 1}\n", "scale: min must be below max"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, more: str, word: str) -> None:
    assert word in refusal(tmp_path, GOOD + more)


def test_keys_and_the_row_date_must_be_mapped(tmp_path: Path) -> None:
    text = GOOD.replace("  submitted_at: when\n", "")
    assert "columns.submitted_at: is needed: without it every row of survey__response is refused" in refusal(
        tmp_path, text
    )


def test_an_unknown_table_names_those_that_exist(tmp_path: Path) -> None:
    assert "m.yaml:2: table: survey__reply is no canonical table; allowed: crm__account" in refusal(
        tmp_path, GOOD.replace("response\n", "reply\n", 1)
    )


def test_the_version_changes_with_the_meaning_alone(tmp_path: Path) -> None:
    first = load(tmp_path, GOOD).version
    assert load(tmp_path, "# a remark\n" + GOOD.replace("x/*.csv", "y/*.csv")).version == first
    assert load(tmp_path, GOOD.replace("when", "at")).version != first


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("**/a.csv", "a.csv", True),
        ("**/a.csv", "x/y/a.csv", True),
        ("*/a.csv", "x/y/a.csv", False),
        ("x/*.csv", "x/crm_*.csv", True),
        ("x/[ab].csv", "x/a.csv", False),
        ("x/[ab].csv", "x/[ab].csv", True),
        ("x/a?.csv", "x/ab.csv", True),
        ("x/**", "x/y/z.csv", True),
        ("x/a.csv", "x/aXcsv", False),
    ],
)
def test_globs_know_two_signs_and_take_all_else_literally(glob: str, path: str, expected: bool) -> None:
    assert matches(glob, path) is expected


def test_from_may_be_a_list_of_spellings(tmp_path: Path) -> None:
    named = load(tmp_path, GOOD + "  rating: [满意度, Score]\n  channel: {from: [a, b], values: {x: web}}\n")
    assert named.mapping is not None
    assert named.mapping.columns["rating"].from_ == ("满意度", "Score")
    assert named.mapping.columns["channel"].from_ == ("a", "b")


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ("  rating: []\n", "columns.rating: value should have at least 1 item"),
        ("  comment_text: {from: a, percent: share}\n", "percent: does not belong to a column of type text"),
        ("  rating: {from: a, percent: half}\n", "percent: 'half' is not known; allowed: 'share' or 'points'"),
        ("  rating: {from: a, symbols: ['5']}\n", "must be a sign or word without digits"),
        ("  rating: {from: a, negatives: [red]}\n", "negatives.0: 'red' is not known"),
        ("  started_at: {from: a, formats: ['%Y', '%Y %z']}\n", "formats with a zone (%z) and without one"),
    ],
)
def test_number_words_are_checked(tmp_path: Path, more: str, word: str) -> None:
    assert word in refusal(tmp_path, GOOD + more)


SHIPPED = """\
feed: survey
table: response
files: '**/*.csv'
signature: [id, [when, 'When?']]
read: {header_rows: 3, name_row: 1}
missing: [n/a]
columns:
  response_id: id
  submitted_at: {from: when, formats: ['%Y-%m-%d']}
  rating: {from: score, missing: ['0']}
items: {q1: Q1, q2: Q2}
"""


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "vendors").mkdir()
    (tmp_path / "vendors" / "acme_response.yml").write_text(SHIPPED, encoding="utf-8")
    monkeypatch.setattr(mapping, "VENDORS", tmp_path / "vendors")
    return tmp_path


def test_a_mapping_may_use_a_shipped_one_as_it_is(shipped: Path) -> None:
    named = load(shipped, "use: acme_response\n")
    assert named.id == "m" and named.signature == (("id",), ("when", "When?"))
    assert named.mapping is not None and named.mapping.contract_name == "survey__response"


def test_a_shipped_mapping_may_itself_stand_on_another(shipped: Path) -> None:
    text = "use: acme_response\nsignature: [Kennung]\ncolumns: {response_id: Kennung}\n"
    (shipped / "vendors" / "acme_response_de.yml").write_text(text, encoding="utf-8")
    used = load(shipped, "use: acme_response_de\ntime_zone: Europe/Berlin\n")
    assert used.mapping is not None and used.signature == (("Kennung",),)
    assert used.mapping.columns["submitted_at"].formats == ("%Y-%m-%d",)


def test_own_keys_lie_over_the_shipped_ones(shipped: Path) -> None:
    text = "use: acme_response\ntime_zone: Asia/Shanghai\nread: {encoding: gb18030}\nmissing: [none]\n"
    used = load(shipped, text).mapping
    assert used is not None
    assert (used.read.encoding, used.read.header_rows, used.time_zone) == ("gb18030", 3, "Asia/Shanghai")
    assert used.missing == ("none",)


def test_an_entry_without_a_source_changes_only_what_it_names(shipped: Path) -> None:
    used = load(shipped, "use: acme_response\ncolumns:\n  submitted_at: {formats: ['%d.%m.%Y']}\n  rating: 满意度\n")
    assert used.mapping is not None
    assert used.mapping.columns["submitted_at"].from_ == ("when",)
    assert used.mapping.columns["submitted_at"].formats == ("%d.%m.%Y",)
    assert (used.mapping.columns["rating"].from_, used.mapping.columns["rating"].missing) == (("满意度",), ())


def test_null_takes_a_shipped_entry_away_and_own_files_need_no_signature(shipped: Path) -> None:
    used = load(shipped, "use: acme_response\nfiles: own/*.csv\nitems: {q2: null, q3: Q3}\n")
    assert used.mapping is not None and set(used.mapping.items) == {"q1", "q3"}
    assert used.signature == () and used.takes("own/a.csv") and not used.takes("other/a.csv")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("use: acme\n", "m.yaml:1: use: 'acme' is no shipped mapping; allowed: acme_response"),
        ("use: acme_response\ntable: item\n", "m.yaml:2: table: mapping acme_response fills survey__response"),
        ("use: acme_response\ncolumns:\n  rating: {percent: x}\n", "m.yaml:3: columns.rating.percent"),
        ("use: acme_response\ncolumns: {response_id: null}\n", "columns.response_id: is needed"),
    ],
)
def test_what_does_not_fit_a_shipped_mapping_is_named(shipped: Path, text: str, word: str) -> None:
    assert word in refusal(shipped, text)
