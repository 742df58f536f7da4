"""Item vectors that SQL packs into two whole numbers, four bits an item.

Belongs here: unpacking; 0 means not answered, otherwise level + 1.
Elsewhere: what is done with the items (detectors.twins).
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

ITEMS_A_NUMBER, BITS, MASK = 16, 4, 15


def unpack(first: pd.Series, second: pd.Series) -> NDArray[np.uint8]:
    """(n, items) with 0 for not answered; only columns that somebody answered."""
    columns = []
    for packed in (first, second):
        numbers = packed.fillna(0).to_numpy(np.uint64)
        used = int(np.bitwise_or.reduce(numbers)) if len(numbers) else 0
        places = [place for place in range(ITEMS_A_NUMBER) if used >> BITS * place & MASK]
        columns += [(numbers >> np.uint64(BITS * place) & np.uint64(MASK)).astype(np.uint8) for place in places]
    return np.stack(columns, axis=1) if columns else np.zeros((len(first), 0), np.uint8)
