"""How many other rows of small whole numbers differ from each row in at most one column? Exact, for millions of rows.

Belongs here: numbering of rows, rows that agree without one column, counts within groups and over all.
Elsewhere: which rows and groups, what a count means (detectors.twins).

Two rows differ in at most one column when they agree without some column. Distinct rows are numbered once, and once
more without each column; then only numbers are counted: over all in one table, within groups by sorting each group by
itself, many at a time, which stays in the processor's cache.

Source: deletion neighbourhoods, Mor & Fraenkel (1982), Communications of the ACM 25.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.integrity.stats.logit_grid import Array

Index = NDArray[np.intp]
Number = NDArray[np.int32]
Whole = NDArray[np.integer]
Items = NDArray[np.uint8]
DENSE, AT_ONCE = 1 << 26, 1 << 18
"""Numbers up to which a table is quicker than sorting; rows that are looked at together."""


def neighbours(items: Items, kind: Whole, group: Index) -> tuple[Array, Array]:
    """Others of the same kind that differ in at most one column: in the row's group, and over all. (n,) each.

    items: (n, columns); kind: (n,), small numbers; group: (n,).
    """
    columns = [kind, *items.T]
    number = numbered(columns)
    size = int(number.max(initial=-1)) + 1
    first = np.empty(size, np.intp)
    first[number] = np.arange(len(number))
    distinct = [column[first] for column in columns]
    without = [numbered(distinct[:place] + distinct[place + 1 :]) for place in range(1, len(columns))]
    times = np.bincount(number, minlength=size)
    everywhere = -(len(without) - 1) * times - 1
    for of in without:
        everywhere = everywhere + np.bincount(of, times).astype(np.intp)[of]
    return _within(number, without, group).astype(float), everywhere[number].astype(float)


def numbered(columns: Sequence[Whole]) -> Number:
    """Equal rows get equal numbers, from 0 without gaps. columns: (n,) each, whole numbers from 0 on."""
    code, span = np.zeros(len(columns[0]), np.int64), 1
    for column in columns:
        values = int(column.max(initial=0)) + 1
        if span * values >= 1 << 62:
            code = _dense(code, span).astype(np.int64)
            span = int(code.max(initial=0)) + 1
        code, span = code * values + column, span * values
    return _dense(code, span)


def _dense(code: NDArray[np.int64], span: int) -> Number:
    if span > DENSE:
        return np.unique(code, return_inverse=True)[1].ravel().astype(np.int32)
    there = np.zeros(span, bool)
    there[code] = True
    return (np.cumsum(there, dtype=np.int32) - 1)[code]


def _within(number: Number, without: list[Number], group: Index) -> Number:
    """Neighbours in the group of each row."""
    order = _by(group)
    start = np.flatnonzero(np.r_[True, np.diff(group[order]) != 0]) if len(group) else np.zeros(0, np.intp)
    size = np.diff(np.r_[start, len(group)])
    grain = np.maximum(1 << np.maximum(np.log2(np.maximum(size, 1)).astype(int) - 3, 0), 1)
    width = -(-size // grain) * grain
    result = np.zeros(len(group), np.int32)
    for wide in np.unique(width):
        groups = np.flatnonzero(width == wide)
        for part in np.array_split(groups, len(groups) * int(wide) // AT_ONCE + 1):
            place = start[part][:, None] + np.arange(wide)
            filled = np.arange(wide) < size[part][:, None]
            rows = order[np.minimum(place, len(order) - 1)]
            result[rows[filled]] = _of_groups(number[rows], without, filled)[filled]
    return result


def _by(group: Index) -> Index:
    """A stable order by group: sixteen bits at a time, which numpy counts instead of comparing."""
    order = np.argsort((group & 0xFFFF).astype(np.uint16), kind="stable")
    for shift in range(16, int(group.max(initial=0)).bit_length(), 16):
        order = order[np.argsort((group[order] >> shift & 0xFFFF).astype(np.uint16), kind="stable")]
    return order


def _of_groups(number: Number, without: list[Number], filled: NDArray[np.bool_]) -> Number:
    """The same for groups of one width. number, filled: (groups, width)."""
    found = _alike(number, filled) * np.int32(1 - len(without)) - 1
    for of in without:
        found += _alike(of[number], filled)
    return found


def _alike(number: Number, filled: NDArray[np.bool_]) -> Number:
    """How many of its row of the table have each cell's number, itself included; what is not filled counts nowhere."""
    bits = (number.shape[1] - 1).bit_length()
    kind: type[np.unsignedinteger] = np.uint32 if (int(number.max()) + 2) << bits < 1 << 32 else np.uint64
    none = np.iinfo(kind).max >> bits
    keyed = (np.where(filled, number, none).astype(kind) << bits) | np.arange(number.shape[1], dtype=kind)
    keyed.sort(axis=1)
    row = number.shape[1] * np.arange(len(number), dtype=np.int32)[:, None]
    key = keyed >> bits
    new = np.ones(key.shape, bool)
    new[:, 1:] = key[:, 1:] != key[:, :-1]
    begin = np.flatnonzero(new.ravel())
    length = np.diff(begin, append=new.size).astype(np.int32)
    place = (keyed & ((1 << bits) - 1)).astype(np.int32) + row
    result = np.empty(new.size, np.int32)
    result[place.ravel()] = np.repeat(length, length)
    return result.reshape(number.shape)
