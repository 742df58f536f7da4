"""The configuration of a company as tables of schema `config`, so that SQL can read it.

Belongs here: which keys become which columns.
Elsewhere: what they may say (workspace), what follows from them (dbt_project).
"""

from dataclasses import fields

from pipelines.identity import BuildIdentity
from pipelines.warehouse import connect
from pipelines.warehouse.connect import Connection
from pipelines.workspace import Company, Scorecard, Target, Workspace

_COMPANY = """
create or replace table config.company (
    company_id varchar, company varchar, is_invented boolean, language_code varchar, currency_code varchar,
    time_zone varchar, accounts_kind varchar, smallest_cell integer, satisfied_from double,
    severe_minimum_amount decimal(18, 4), severe_severities varchar[], severe_within_days integer,
    external_failure_cost_limit double, exchange_rate_within_days integer, mail_domains varchar[],
    red_below double, amber_below double, least_measured_share double, conflict_limit double,
    success_floor double, success_cap double, success_least_customers integer,
    build_id varchar, as_of_on date,
    code_version varchar, config_hash varchar, input_hash varchar
)"""
_UNIT_DEFINITION = """
create or replace table config.unit_definition (
    unit_definition_id varchar, period_kind varchar, by_owner boolean, by_account boolean, by_branch boolean,
    by_team boolean, by_collector boolean, by_collector_org boolean, by_channel boolean
)"""
_TARGET = """
create or replace table config.target (
    kpi_id varchar, org_unit_id varchar, valid_from_on date, valid_to_on date, floor_value double,
    target_value double, stretch_value double, weight double, approved_by varchar, approved_on date
)"""
_PERSPECTIVE_WEIGHT = """
create or replace table config.perspective_weight (perspective_code varchar, weight double)"""
_DIMENSIONS = ("owner", "account", "branch", "team", "collector", "collector_org", "channel")


def refresh(workspace: Workspace, identity: BuildIdentity) -> None:
    """Replace the tables of schema `config` in the work file."""
    with connect.database(workspace.warehouse_file) as connection:
        connection.execute("create schema if not exists config")
        for statement in (_COMPANY, _UNIT_DEFINITION, _TARGET, _PERSPECTIVE_WEIGHT):
            connection.execute(statement)
        _insert(connection, "company", [_company_row(workspace.config, identity)])
        _insert(connection, "unit_definition", _unit_rows(workspace.config))
        _insert(connection, "target", [_target_row(target) for target in workspace.targets])
        weights = workspace.config.scorecard.perspective_weights
        _insert(connection, "perspective_weight", [*weights.model_dump().items()])


def read(workspace: Workspace) -> BuildIdentity:
    """The identity of the build that the work file holds."""
    columns = [field.name for field in fields(BuildIdentity)]
    with connect.database(workspace.warehouse_file) as connection:
        row = connection.execute(f"select {', '.join(columns)} from config.company").fetchall()[0]
    return BuildIdentity(**{name: str(value) for name, value in zip(columns, row, strict=True)})


def _insert(connection: Connection, table: str, rows: list[tuple[object, ...]]) -> None:
    if rows:
        places = ", ".join("?" * len(rows[0]))
        connection.executemany(f"insert into config.{table} values ({places})", rows)


def _company_row(c: Company, identity: BuildIdentity) -> tuple[object, ...]:
    severe = c.severe_loss
    own = (c.company_id, c.company, c.invented, c.language, c.currency, c.time_zone, c.accounts, c.smallest_cell)
    loss = (c.satisfied_from, severe.minimum_amount, list(severe.severities), severe.within_days)
    build = (identity.build_id, identity.as_of_on, identity.code_version, identity.config_hash, identity.input_hash)
    limits = (c.external_failure_cost_limit, c.exchange_rate_within_days, list(c.mail_domains))
    return (*own, *loss, *limits, *_scorecard_columns(c.scorecard), *build)


def _scorecard_columns(s: Scorecard) -> tuple[object, ...]:
    gate = (s.success_gate.floor, s.success_gate.cap, s.success_gate.least_customers)
    return (s.red_below, s.amber_below, s.least_measured_share, s.conflict_limit, *gate)


def _unit_rows(config: Company) -> list[tuple[object, ...]]:
    return [(unit.id, unit.period, *(dimension in unit.by for dimension in _DIMENSIONS)) for unit in config.units]


def _target_row(t: Target) -> tuple[object, ...]:
    limits = (t.floor, t.target, t.stretch, t.weight)
    return (t.kpi, t.org_unit, t.valid_from, t.valid_to, *limits, t.approved_by, t.approved_on)
