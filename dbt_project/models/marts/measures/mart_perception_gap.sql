-- grain: one row per year of the company and topic that a KPI and a question share, or one that says none
with

company as (
    select * from {{ source('config', 'company') }}
),

years as (
    select * from {{ ref('int_company_period') }}
    where period_kind = 'year'
),

-- only a share can be set beside a share of content answers
internal as (
    select
        lower(own_kpis.topic) as topic,
        counts.period_start_on,
        {{ float_mean(ratio('counts.numerator', 'counts.denominator')) }} as internal_share
    from {{ ref('stg_scorecard__kpi') }} as own_kpis
    inner join {{ ref('agg_kpi_counts') }} as counts
        on own_kpis.kpi_id = counts.kpi_id
    left join {{ ref('int_kpi_withheld') }} as withheld
        on {{ same_figure('counts', 'withheld') }}
    where
        withheld.kpi_id is null and own_kpis.topic is not null
        and not coalesce(own_kpis.is_deleted, false)
        and counts.kind_code in ('share', 'ratio') and counts.value_factor = 1
        and counts.org_unit_id = 'company' and counts.period_kind = 'year'
    group by lower(own_kpis.topic), counts.period_start_on
),

items as (
    select
        *,
        lower(topic) as topic_key
    from {{ ref('stg_survey__item') }}
    where topic is not null and scale_max > scale_min
),

perceived as (
    select
        items.topic_key as topic,
        {{ period_start("'year'", 'responses.month_start_on') }} as period_start_on,
        count(*) as scored_count,
        {{ float_mean(item_share('answers.value_num', 'items')) }} as perceived_share
    from {{ ref('stg_survey__answer') }} as answers
    inner join {{ ref('fct_response') }} as responses
        on answers.response_id = responses.response_id
    inner join items
        on answers.item_id = items.item_id and responses.survey_id = items.survey_id
    where answers.value_num between items.scale_min and items.scale_max
    group by items.topic_key, {{ period_start("'year'", 'responses.month_start_on') }}
),

final as (
    select
        years.period_id,
        years.period_start_on,
        internal.topic,
        internal.internal_share,
        case when perceived.scored_count >= company.smallest_cell then perceived.scored_count end as scored_count,
        case when perceived.scored_count >= company.smallest_cell then perceived.perceived_share end as perceived_share,
        case
            when perceived.scored_count >= company.smallest_cell
                then internal.internal_share - perceived.perceived_share
        end as gap_share,
        coalesce(perceived.scored_count < company.smallest_cell, false) as is_withheld,
        case
            when internal.internal_share is not null and perceived.scored_count > 0 then 'measured'
            else 'not_measured'
        end as measured_code
    from years
    cross join company
    left join internal
        on years.period_start_on = internal.period_start_on
    left join perceived
        on internal.topic = perceived.topic and years.period_start_on = perceived.period_start_on
)

select * from final
