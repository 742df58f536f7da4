"""A configuration file is read safely, and its errors say where and what."""

from enum import StrEnum
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict

from pipelines import yaml_file
from pipelines.yaml_file import ConfigurationError


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    size: int
    kind: Literal["big", "small"] = "big"


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    colour: Colour = Colour.RED
    inner: Inner | None = None
    parts: dict[str, Inner] = {}


def refusal(text: str | bytes) -> str:
    content = text.encode() if isinstance(text, str) else text
    with pytest.raises(ConfigurationError) as caught:
        yaml_file.parse(content, "c.yaml").validate(Outer)
    return str(caught.value)


def test_a_good_file_becomes_a_model():
    source = yaml_file.parse(b"name: x\ncolour: blue\nparts:\n  a: {size: 3}\n", "c.yaml")
    assert source.validate(Outer) == Outer(name="x", colour=Colour.BLUE, parts={"a": Inner(size=3)})


def test_words_like_no_and_on_and_dates_stay_text():
    data = yaml_file.parse(b"[no, on, yes, 2024-01-01, 1_000, 010, .inf, 1e3, true, 7, 0.5, '7']", "c.yaml").data
    assert data == ["no", "on", "yes", "2024-01-01", "1_000", "010", ".inf", 1000.0, True, 7, 0.5, "7"]


def test_an_unknown_key_names_line_and_allowed_keys():
    assert refusal("name: x\ncolor: red\n") == "c.yaml:2: color: unknown key; allowed: name, colour, inner, parts"
    assert refusal("name: x\nparts:\n  a:\n    size: 1\n    sise: 2\n").startswith(
        "c.yaml:5: parts.a.sise: unknown key; allowed: size, kind"
    )


def test_an_unknown_value_names_the_allowed_ones():
    assert refusal("name: x\ncolour: green\n") == "c.yaml:2: colour: 'green' is not known; allowed: 'red' or 'blue'"


def test_a_missing_key_is_named_at_its_parent():
    assert refusal("name: x\ninner:\n  kind: big\n") == "c.yaml:2: inner.size: is missing"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a: &x [1]\nb: *x\n", "c.yaml:2: aliases"),
        ("a: !!python/object:os.system {}\n", "c.yaml:1: tags"),
        ("name: x\nname: y\n", "c.yaml:2: name: is given twice"),
        ("name: x\n---\nname: y\n", "more than one document"),
        ("name: [x\n", "not valid YAML"),
        ("[" * 40 + "]" * 40, "nested deeper"),
        (b"name: \xff\xfe\n", "not UTF-8"),
        (b"x" * 1_000_001, "larger than"),
    ],
)
def test_unsafe_files_are_refused(text, word):
    assert word in refusal(text)


def test_an_absent_file_is_a_configuration_error(tmp_path):
    with pytest.raises(ConfigurationError, match="cannot be read"):
        yaml_file.load(tmp_path / "none.yaml", Outer)
