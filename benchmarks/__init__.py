"""Speed, measured against yardsticks on the same machine in the same minutes: `python -m benchmarks`.

Belongs here: a workload, yardsticks written by hand, and how two commands are measured in turn.
Elsewhere: what is measured (pipelines); whether it is right (tests). Nothing here asserts a number of seconds.
"""
