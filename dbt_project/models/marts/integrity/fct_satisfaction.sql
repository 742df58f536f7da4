-- grain: one row per survey, month, owner, branch, team, collector organisation and channel
{% set counts = ['answered_count', 'unscored_count', 'satisfied_count', 'top_count', 'rating_sum', 'account_count',
    'invited_count', 'portfolio_account_count', 'coverage_share', 'collector_known_count'] %}
with

cells as (
    select
        cells.*,
        cells.answered_count < company.smallest_cell as is_withheld
    from {{ ref('agg_satisfaction_cells') }} as cells
    cross join {{ source('config', 'company') }} as company
),

scores as (
    select
        cell_id,
        {% for score in range(11) -%}
        sum(case when rating = {{ score }} then answered_count else 0 end) as score_count_{{ score }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('agg_score_counts') }}
    group by cell_id
),

intervals as (
    select * from {{ ref('stg_integrity__cell_interval') }}
),

final as (
    select
        cells.cell_id,
        cells.survey_id,
        cells.month_start_on,
        cells.owner_id,
        cells.branch_id,
        cells.team_id,
        cells.collector_org_code,
        cells.channel_code,
        {% for count in counts -%}
        case when not cells.is_withheld then cells.{{ count }} end as {{ count }},
        {% endfor -%}
        cells.scale_min,
        cells.scale_max,
        case when not cells.is_withheld then {{ ratio('cells.satisfied_count', 'cells.answered_count') }} end
            as reported_share,
        case when not cells.is_withheld then intervals.lower_share end as lower_share,
        case when not cells.is_withheld then intervals.upper_share end as upper_share,
        intervals.interval_method,
        {% for score in range(11) -%}
        -- a score that the scale does not have is not a zero
        case when not cells.is_withheld and {{ score }} between cells.scale_min and cells.scale_max
            then cast(coalesce(scores.score_count_{{ score }}, 0) as bigint) end as score_count_{{ score }},
        {% endfor -%}
        cells.is_withheld
    from cells
    left join scores
        on cells.cell_id = scores.cell_id
    left join intervals
        on cells.cell_id = intervals.cell_id
)

select * from final
