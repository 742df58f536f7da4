"""Neighbours of rows are counted exactly: beside all pairs, whatever the number of columns, values and groups."""

import time

import numpy as np
import pandas as pd
import pytest

from pipelines.integrity.stats import near_equal, packed


def by_all_pairs(items: np.ndarray, kind: np.ndarray, group: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    near = (items[:, None, :] != items[None, :, :]).sum(axis=2) <= 1
    near &= kind[:, None] == kind
    np.fill_diagonal(near, False)
    return (near & (group[:, None] == group)).sum(axis=1), near.sum(axis=1)


@pytest.mark.parametrize(
    ("rows", "columns", "levels", "kinds", "groups"),
    [
        (1, 8, 5, 1, 1), (400, 8, 2, 3, 5), (700, 5, 5, 4, 2), (600, 20, 3, 2, 9), (500, 24, 11, 1, 80000),
        (300, 2, 3, 5, 300),
    ],
)  # fmt: skip
def test_neighbours_are_those_of_all_pairs(rows: int, columns: int, levels: int, kinds: int, groups: int) -> None:
    random = np.random.default_rng(columns)
    models = random.integers(0, levels, (12, columns))
    items = models[random.integers(0, 12, rows)]
    for _ in range(2):
        items[np.arange(rows), random.integers(0, columns, rows)] = random.integers(0, levels, rows)
    kind, group = random.integers(0, kinds, rows), random.integers(0, groups, rows)
    found = near_equal.neighbours(items.astype(np.uint8), kind, group)
    for seen, true in zip(found, by_all_pairs(items, kind, group), strict=True):
        np.testing.assert_array_equal(seen, true)


def test_rows_are_numbered_whether_a_table_holds_their_codes_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = [np.random.default_rng(5).integers(0, 9, 500) for _ in range(3)]
    numbers = near_equal.numbered(columns)
    monkeypatch.setattr(near_equal, "DENSE", 1)
    assert (near_equal.numbered(columns) == numbers).all()
    assert numbers.max() + 1 == len(np.unique(np.stack(columns), axis=1).T)


def test_a_million_sheets_take_about_a_second() -> None:
    random = np.random.default_rng(1)
    rating = random.choice(5, 1_000_000, p=[0.03, 0.05, 0.12, 0.3, 0.5])
    noise = random.choice([-1, 0, 1], (len(rating), 8), p=[0.2, 0.62, 0.18])
    items = np.clip(rating[:, None] + noise, 0, 4).astype(np.uint8)
    began = time.process_time()
    near_equal.neighbours(items, rating, np.arange(len(rating)) % 500)
    assert time.process_time() - began < 3


def test_items_are_unpacked_column_by_column() -> None:
    first = pd.Series([0x21, 0x500000000000000F, None], dtype="UInt64")
    second = pd.Series([None, 0x30, None], dtype="UInt64")
    assert packed.unpack(first, second).tolist() == [[1, 2, 0, 0], [15, 0, 5, 3], [0, 0, 0, 0]]
    assert packed.unpack(first[2:], second[2:]).shape == (1, 0)
