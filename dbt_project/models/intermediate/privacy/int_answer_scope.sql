-- grain: one row per length of period and set of dimensions by which any published table tells answers apart
with

definitions as (
    select * exclude (unit_definition_id) from {{ source('config', 'unit_definition') }}
),

-- satisfaction as a KPI, and the company's adjusted figure
kpi_scopes as (
    select
        kinds.period_kind,
        false as by_owner,
        false as by_account,
        levels.by_branch,
        false as by_team,
        false as by_collector,
        false as by_collector_org,
        false as by_channel
    from ({{ period_kinds() }}) as kinds
    cross join (values (false), (true)) as levels (by_branch)
),

final as (
    select * from definitions
    union by name
    select * from kpi_scopes
)

select * from final
