"""Randomised p-values: exactly uniform under the null although counts are discrete.

Belongs here: the randomisation, and uniforms that an identifier fixes for ever.
Elsewhere: the tails.

Source: Dickhaus, Strassburger, Schunk et al. (2012), How to analyze many contingency tables simultaneously in genetic
association studies, Stat. Appl. Genet. Mol. Biol. 11.
"""

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np

from pipelines.integrity.stats.logit_grid import Array


def uniforms(identifiers: Iterable[str], *, salt: str) -> Array:
    """One number in (0, 1) for each identifier, the same on every machine and in every run."""
    key = salt.encode()[:64]
    numbers = [int.from_bytes(blake2b(i.encode(), digest_size=8, key=key).digest(), "big") for i in identifiers]
    return (np.array(numbers, dtype=np.float64) + 0.5) / 2.0**64


def p_values(upper_tail: Array, point_mass: Array, uniform: Array) -> Array:
    """P(X > x) + u P(X = x). (k,) each."""
    return np.clip(upper_tail - (1 - uniform) * point_mass, 0, 1)
