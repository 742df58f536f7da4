"""DAGSTER: schedule and show; nothing is computed here.

Belongs here: assets that call one function of a room and wrap its report, checks, the job, the schedule.
Elsewhere: everything that an asset does.
"""
