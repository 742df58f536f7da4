"""How often is the integrity engine right, and how often does it accuse the innocent?

Belongs here: worlds whose truth is known, the measures, naive rules beside, the table and the figure.
Elsewhere: the engine (pipelines.integrity); speed of the pipeline (benchmarks).
"""
