-- grain: one row per KPI that the company has defined itself, in its latest version
with

-- topics of the questions that make up the satisfaction figure
core_topics as (
    select distinct lower(topic) as topic
    from {{ ref('stg_survey__item') }}
    where topic is not null and not is_deleted and {{ is_core_question() }}
),

latest as (
    select *
    from {{ ref('stg_scorecard__kpi') }}
    where not is_deleted
    qualify row_number() over (
        partition by kpi_id
        order by try_cast(kpi_version as double) desc nulls last, kpi_version desc
    ) = 1
),

final as (
    select
        latest.kpi_id,
        replace(latest.perspective, 'financial', 'finance') as perspective_code,
        case latest.better_direction
            when 'higher' then 'high_good'
            when 'lower' then 'low_good'
            else latest.better_direction
        end as direction_code,
        latest.lead_lag as lead_lag_code,
        latest.kpi_kind as kind_code,
        latest.owner_person_id,
        latest.kpi_source,
        core_topics.topic is not null as is_of_core_topic
    from latest
    left join core_topics
        on lower(latest.topic) = core_topics.topic
)

select * from final
