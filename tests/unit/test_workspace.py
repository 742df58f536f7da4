"""The configuration refuses nonsense by file, line, key and allowed values; every path is found."""

from pathlib import Path

import pytest

from pipelines import workspace
from pipelines.yaml_file import ConfigurationError


def written(folder: Path, text: str) -> Path:
    (folder / "company.yaml").write_text(text, encoding="utf-8")
    return folder


MINIMAL = "company: A\ncompany_id: a\ncurrency: EUR\n"


def test_a_new_workspace_opens(tmp_path: Path) -> None:
    root = workspace.create(tmp_path / "w")
    assert workspace.open_workspace(root).config.company == "My company"
    with pytest.raises(ConfigurationError, match="is a workspace already"):
        workspace.create(root)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("colour: red", "colour"),
        ("currency: euro", "currency"),
        ("time_zone: Mars/Olympus", "time_zone"),
        ("accounts: robots", "organisations"),
        ("units: [{id: a, by: [shoe], period: quarter}]", "owner"),
        ("units: [{id: a, by: [owner], period: week}]", "month"),
        ("smallest_cell: 0", "smallest_cell"),
        ("scorecard: {red_below: 95}", "amber_below"),
        ("scorecard: {perspective_weights: {finance: 30}}", "do not sum to 100"),
        ("scorecard: {success_gate: {cap: 130}}", "cap"),
    ],
)
def test_a_wrong_key_or_value_names_file_line_key_and_what_is_allowed(tmp_path: Path, line: str, said: str) -> None:
    root = written(tmp_path, MINIMAL.replace("currency: EUR\n", "") * ("currency" in line) or MINIMAL)
    with open(root / "company.yaml", "a", encoding="utf-8") as handle:
        handle.write(line + "\n")
    with pytest.raises(ConfigurationError) as caught:
        workspace.open_workspace(root)
    assert "company.yaml:" in str(caught.value)
    assert said in str(caught.value)


def test_a_folder_without_configuration_says_what_to_do_next(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="touchstone init"):
        workspace.open_workspace(tmp_path)


def test_the_flag_wins_over_the_environment_and_that_over_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = written(tmp_path, MINIMAL)
    (here / "below").mkdir()
    monkeypatch.chdir(here / "below")
    assert workspace.find_root(None) == here
    monkeypatch.setenv("TOUCHSTONE_WORKSPACE", str(tmp_path / "named"))
    assert workspace.find_root(None) == tmp_path / "named"
    assert workspace.find_root(tmp_path / "flag") == tmp_path / "flag"


def test_any_change_of_configuration_changes_its_hash(tmp_path: Path) -> None:
    opened = workspace.open_workspace(written(tmp_path, MINIMAL))
    before = opened.configuration_hash()
    (opened.mappings_dir).mkdir()
    (opened.mappings_dir / "a.yaml").write_text("x: 1")
    assert opened.configuration_hash() != before


def test_an_unknown_example_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="essay"):
        workspace.create(tmp_path / "w", "acme")
