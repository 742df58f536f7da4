"""Do the second author's worlds hold what they promise, and does every row of them arrive?"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.integrity import worlds_b
from benchmarks.integrity.through_pipeline import load, through_pipeline
from benchmarks.integrity.worlds_b import Difficulty, World
from pipelines.feeds.contract import load_contracts

SEEDS = range(3)
WORLDS: dict[str, Callable[[], World]] = {
    "firm": lambda: worlds_b.firm("middle", 1),
    "essay": lambda: worlds_b.essay(1, independent=0.2),
    "chain": lambda: worlds_b.chain("easy", 1),
}
each_world = pytest.mark.parametrize("name", WORLDS)


@cache
def firm(difficulty: Difficulty, seed: int, honest: bool = False) -> World:
    return worlds_b.firm(difficulty, seed, honest=honest)


def honest_share_of_a_hundred_percent(world: World) -> float:
    honest = world.truth[~world.truth["is_manipulated"]]
    return float((honest["reported_share"] == 1).mean())


@each_world
def test_one_seed_gives_one_world(name: str) -> None:
    first, second = WORLDS[name](), WORLDS[name]()
    pd.testing.assert_frame_equal(first.truth, second.truth)
    for table in first.tables:
        pd.testing.assert_frame_equal(first.tables[table], second.tables[table])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("difficulty", ["easy", "middle", "hard"])
def test_a_firm_has_the_promised_shares(difficulty: Difficulty, seed: int) -> None:
    world = firm(difficulty, seed)
    assert 0.14 <= world.truth["is_manipulated"].mean() <= 0.21
    assert 9 <= world.truth["answered_count"].median() <= 11
    assert 0.22 <= honest_share_of_a_hundred_percent(world) <= 0.40
    assert 100 <= world.truth["owner_person_id"].nunique() <= 125
    assert len(world.tables["crm.account"]) == 3000


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hard_firm_touches_two_to_four_answers_of_a_unit(seed: int) -> None:
    touched = firm("hard", seed).truth.query("is_manipulated")["touched_count"]
    assert touched.between(2, 4).all()


def test_interference_raises_the_number_and_more_where_it_is_easy() -> None:
    gain = {}
    for difficulty in ("easy", "middle", "hard"):
        worlds = [firm(difficulty, seed).truth.query("is_manipulated") for seed in SEEDS]
        gain[difficulty] = np.mean([(truth["reported_share"] - truth["true_share"]).mean() for truth in worlds])
    assert gain["easy"] > gain["middle"] > gain["hard"] > 0.03, gain


@pytest.mark.parametrize("world", [firm("hard", 0, True), worlds_b.essay(0), worlds_b.chain("easy", 0, honest=True)])
def test_nobody_interferes_in_an_honest_world(world: World) -> None:
    assert not world.truth["is_manipulated"].any()
    assert (world.truth["touched_count"] == 0).all() and (world.truth["mechanism"] == "").all()


def test_interference_leaves_the_truth_as_it_was() -> None:
    columns = ["unit", "true_share", "private_share"]
    pd.testing.assert_frame_equal(firm("hard", 0).truth[columns], firm("hard", 0, True).truth[columns])


def test_the_essay_s_company_reports_nearly_all_and_loses_much() -> None:
    world = worlds_b.essay(0)
    loss = world.tables["quality.loss_event"]["loss_amount"].sum()
    assert world.truth["reported_share"].mean() > 0.96
    assert (world.truth["reported_share"] - world.truth["true_share"]).mean() > 0.20
    assert loss > 0.03 * world.tables["finance.invoice"]["net_amount"].sum()


@pytest.mark.parametrize("difficulty", ["easy", "middle", "hard"])
def test_a_chain_has_sixty_branches_of_twelve_months_and_some_interfere(difficulty: Difficulty) -> None:
    truth = worlds_b.chain(difficulty, 0).truth
    assert truth["branch_id"].nunique() == 60 and truth["period_label"].nunique() == 12
    assert 0.14 <= truth["is_manipulated"].mean() <= 0.21
    assert set(truth["mechanism"]) == {"", "coached", "self_filled", "deleted", "only_happy"}


@each_world
def test_tables_use_the_words_of_the_contracts(name: str) -> None:
    contracts = load_contracts()
    for place, table in WORLDS[name]().tables.items():
        columns = contracts[place.replace(".", "__")].columns
        assert set(table.columns) <= set(columns), place
        for column in set(table.columns) & {c for c, known in columns.items() if known.values}:
            assert set(table[column].dropna()) <= set(columns[column].values), (place, column)


@each_world
def test_every_row_of_a_world_arrives(name: str, tmp_path: Path) -> None:
    world = WORLDS[name]()
    workspace, report = load(world, tmp_path / "world")
    arrived = {f"{batch.feed}.{batch.table}": batch.loaded_count for batch in report.batches}
    assert arrived == {place: len(table) for place, table in world.tables.items()}
    assert json.loads(workspace.manifest_file.read_text().splitlines()[0])["quarantined_count"] == 0


@pytest.mark.nightly
@each_world
def test_the_pipeline_counts_what_the_truth_counts(name: str, tmp_path: Path) -> None:
    world = WORLDS[name]()
    passed = through_pipeline(world, tmp_path / "world")
    truth = passed.truth(world).query("answered_count > 0").set_index("unit_id")
    counts = passed.tables["agg_answer_counts"].set_index("unit_id").loc[truth.index]
    satisfied = (truth["reported_share"] * truth["answered_count"]).round().astype(int)
    assert (counts["answered_count"] == truth["answered_count"]).all()
    assert (counts["satisfied_count"] == satisfied).all()
