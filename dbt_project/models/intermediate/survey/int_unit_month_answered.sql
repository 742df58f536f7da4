-- grain: one row per survey, month and unit of which a figure may be published (company, branch, team, channel)
with

cells as (
    select * from {{ ref('agg_satisfaction_cells') }}
),

unit_cells as (
    select
        survey_id,
        month_start_on,
        'company' as unit_type,
        'company' as unit_key,
        answered_count
    from cells
    union all
    select
        survey_id,
        month_start_on,
        'branch' as unit_type,
        branch_id as unit_key,
        answered_count
    from cells
    union all
    select
        survey_id,
        month_start_on,
        'team' as unit_type,
        team_id as unit_key,
        answered_count
    from cells
    union all
    select
        survey_id,
        month_start_on,
        'channel' as unit_type,
        channel_code as unit_key,
        answered_count
    from cells
),

final as (
    select
        survey_id,
        month_start_on,
        unit_type,
        unit_key,
        cast(sum(answered_count) as bigint) as answered_count
    from unit_cells
    where unit_key is not null
    group by survey_id, month_start_on, unit_type, unit_key
)

select * from final
