"""Item vectors that SQL packs into two whole numbers, four bits an item.

Belongs here: unpacking; 0 means not answered, otherwise level + 1.
Elsewhere: what is done with the items (detectors.twins).
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

ITEMS_A_NUMBER = 16


def unpack(first: pd.Series, second: pd.Series) -> NDArray[np.uint8]:
    """(n, items) with 0 for not answered; only columns that somebody answered."""
    shifts = (4 * np.arange(ITEMS_A_NUMBER)).astype(np.uint64)
    parts = [
        ((column.fillna(0).to_numpy(np.uint64)[:, None] >> shifts) & np.uint64(15)).astype(np.uint8)
        for column in (first, second)
    ]
    items = np.concatenate(parts, axis=1)
    return items[:, items.any(axis=0)] if len(items) else items[:, :0]
