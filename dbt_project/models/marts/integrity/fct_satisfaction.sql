-- grain: one row per survey, month, owner, branch, team, collector organisation and channel
with

cells as (
    select * from {{ ref('agg_satisfaction_cells') }}
),

intervals as (
    select * from {{ ref('stg_integrity__cell_interval') }}
),

scores as (
    select
        {% for score in range(11) %}
        sum(answered_count) filter (where rating = {{ score }}) as score_count_{{ score }},
        {% endfor %}
        cell_id
    from {{ ref('agg_score_counts') }}
    group by cell_id
),

-- joined back to all cells, so that every figure of a cell that is withheld is empty
shown as (
    select
        cells.*,
        {{ ratio('cells.satisfied_count', 'cells.answered_count') }} as reported_share
    from cells
    left join {{ ref('int_opinion_withheld') }} as withheld
        on withheld.cell_id = 'cell:' || cells.cell_id
    where cells.answered_count > 0 and withheld.cell_id is null
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
        shown.answered_count,
        shown.unscored_count,
        shown.satisfied_count,
        shown.top_count,
        shown.rating_sum,
        shown.account_count,
        shown.invited_count,
        shown.portfolio_account_count,
        shown.coverage_share,
        shown.collector_known_count,
        cells.scale_min,
        cells.scale_max,
        shown.reported_share,
        case when shown.cell_id is not null then intervals.lower_share end as lower_share,
        case when shown.cell_id is not null then intervals.upper_share end as upper_share,
        intervals.interval_method,
        {% for score in range(11) %}
        -- a score that the scale does not have is not a zero
        case
            when {{ score }} between shown.scale_min and shown.scale_max
                then cast(coalesce(scores.score_count_{{ score }}, 0) as bigint)
        end as score_count_{{ score }},
        {% endfor %}
        shown.cell_id is null as is_withheld
    from cells
    left join shown
        on cells.cell_id = shown.cell_id
    left join scores
        on cells.cell_id = scores.cell_id
    left join intervals
        on cells.cell_id = intervals.cell_id
)

select * from final
