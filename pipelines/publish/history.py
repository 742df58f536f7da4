"""What every KPI was reported to be, and since when: the history that one build hands on to the next.

A published build holds what all builds before it reported. A build adds a row only where a figure is another one than
before, and closes the row that stood. The history becomes visible with its build, by the same rename; it needs no older
build, and building again without anything new adds nothing.

Belongs here: what counts as a change, its reason, from when on a figure was known.
Elsewhere: the figures of this build (dbt's fct_kpi_as_reported); when a build becomes current (swap).
"""

from pathlib import Path

from pipelines import identity
from pipelines.identity import BuildIdentity
from pipelines.warehouse import connect
from pipelines.workspace import Workspace

MODEL = "fct_kpi_as_reported"
_KEY = ("kpi_id", "org_unit_id", "period_kind", "period_id")
_FIGURES = (
    "reported_value", "numerator", "denominator", "n", "lower_value", "upper_value", "adjusted_value",
    "adjusted_lower_value", "adjusted_upper_value", "score", "target_value",
)  # fmt: skip
_OPINIONS = _FIGURES[:-1]
_CODES = ("status_code", "is_withheld")


def _same(one: str, other: str) -> str:
    return " and ".join(f"{one}.{column} = {other}.{column}" for column in _KEY)


_CHANGED = " or ".join(f"former.{column} is distinct from present.{column}" for column in (*_FIGURES, *_CODES))
_EMPTY = ", ".join(f"null as {column}" for column in _FIGURES)
# what is withheld now would be given away by what it was before, so it is withheld there too
_SHOWN = ", ".join(
    f"case when not coalesce(present.is_withheld, false) then rows.{column} end as {column}" for column in _OPINIONS
)
_MERGE = f"""
with present as (
    select * from main.{MODEL}
),
build as (
    select
        coalesce((select max(known_from_at) from present), cast($as_of_on as timestamp)) as known_from_at,
        cast($as_of_on as date) as as_of_on
),
standing as (
    select * from former where known_until_at is null
),
changed as (
    select present.* replace (
        case when former.kpi_id is null then 'first_reported' else $reason end as change_code,
        coalesce(former.period_end_on < cast($former_as_of_on as date), false) as is_restated
    )
    from present
    left join standing as former on {_same("former", "present")}
    where former.kpi_id is null or {_CHANGED}
),
-- a figure that was measured and is no more
gone as (
    select former.* replace (
        {_EMPTY}, 'not_measured' as status_code, false as is_withheld, 'none' as interval_method,
        build.known_from_at as known_from_at, $reason as change_code,
        former.period_end_on < cast($former_as_of_on as date) as is_restated, build.as_of_on as as_of_on,
        $build_id as build_id, $code_version as code_version, $config_hash as config_hash, $input_hash as input_hash
    )
    from standing as former
    cross join build
    anti join present on {_same("former", "present")}
    where former.status_code <> 'not_measured'
),
added as (
    select * from changed union all by name select * from gone
),
closed as (
    select former.* replace (
        case
            when former.known_until_at is null and added.kpi_id is not null then build.known_from_at
            else former.known_until_at
        end as known_until_at
    )
    from former
    cross join build
    left join added on {_same("former", "added")}
),
rows as (
    select * from closed union all by name select * from added
)
select rows.* replace ({_SHOWN})
from rows
left join present on {_same("rows", "present")}
order by all
"""


def merge(connection: connect.Connection, workspace: Workspace, build: BuildIdentity, table: str) -> None:
    """Create `table`: what earlier builds reported, and what this one reports otherwise or for the first time."""
    connection.execute(f"create or replace temp table former as select * from main.{MODEL} where false")
    before, file = identity.published(workspace), workspace.current / f"{MODEL}.parquet"
    if before is not None and file.exists():
        _read_former(connection, file)
    known = {name: getattr(build, name) for name in ("as_of_on", "build_id", *_CAUSES)}
    asked = {**known, "reason": _reason(before, build), "former_as_of_on": before.as_of_on if before else None}
    connection.execute(f"create table {table} as {_MERGE}", asked)


_CAUSES = {"input_hash": "input", "config_hash": "configuration", "code_version": "method"}


def _reason(before: BuildIdentity | None, build: BuildIdentity) -> str:
    """Why a figure can be another one than in the build before: other input, configuration or method, or several."""
    causes = [word for name, word in _CAUSES.items() if before and getattr(before, name) != getattr(build, name)]
    return "+".join(causes) or "unexplained"


def _read_former(connection: connect.Connection, file: Path) -> None:
    """The columns that both releases know; those that are new were not told then."""
    source = f"read_parquet({connect.quote(str(file.resolve()))})"
    known, told = (
        [str(row[0]) for row in connection.execute(f"describe select * from {relation}").fetchall()]
        for relation in ("former", source)
    )
    shared = ", ".join(column for column in known if column in told)
    connection.execute(f"insert into former by name select {shared} from {source}")
