-- grain: one row per smallest group of answers that is told of and each larger one that it lies in whole
with

-- what all answers fall into, and the units that tell accounts or collectors apart, which those cells do not
smallest as (
    select
        'cells' as base_id,
        'cell:' || cell_id as part_id,
        'month' as period_kind,
        month_start_on as period_start_on,
        survey_id,
        owner_id,
        cast(null as varchar) as account_id,
        branch_id,
        team_id,
        cast(null as varchar) as collector_id,
        collector_org_code,
        channel_code,
        answered_count
    from {{ ref('agg_satisfaction_cells') }}
    where answered_count > 0
    union all by name
    select
        unit_definition_id as base_id,
        {{ answers_cell_id('units') }} as part_id,
        * exclude (unit_definition_id, period_id)
    from (
        select {{ unit_columns() | join(', ') }}, period_id, answered_count from {{ ref('agg_answer_counts') }}
    ) as units
    where account_id is not null or collector_id is not null
),

-- an answer without a value in a dimension is in no group of that dimension
grouped as (
    select
        smallest.base_id,
        smallest.part_id,
        smallest.answered_count,
        smallest.survey_id,
        {{ period_id('scopes.period_kind', 'smallest.period_start_on') }} as period_id,
        {{ kept_dimensions('scopes', 'smallest') }}
    from smallest
    cross join {{ ref('int_answer_scope') }} as scopes
    where
        {{ fits_into('smallest.period_kind', 'scopes.period_kind') }}
        and {{ has_dimensions('scopes', 'smallest') }}
),

final as (
    select
        base_id,
        part_id,
        {{ answers_cell_id('grouped') }} as group_id,
        set_id,
        answered_count
    from grouped
)

select * from final
