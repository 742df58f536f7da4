"""PUBLISH: one complete build, visible by one rename.

Belongs here: copying marts out of the work file, swapping the build that readers see, pruning old ones.
Elsewhere: what the marts say (dbt_project); the page (report); whether a candidate may go out (expectations).
"""
