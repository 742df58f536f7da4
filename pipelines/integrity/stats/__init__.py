"""Mathematics only: arrays in, arrays or frozen results out; one method a file, its paper in the docstring.

Belongs here: tails, intervals, random effects on a grid, multiplicity.
Elsewhere: what a number means (detectors), thresholds (policy.yml). No files, clock, logging, pandas, or randomness
that the caller did not pass in.
"""
