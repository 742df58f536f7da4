-- grain: one row per period with a published share for the whole company
with

figures as (
    select * from {{ ref('agg_published_results') }}
    where unit_type = 'company' and measure_code in ('share_top', 'share_top2')
),

final as (
    select
        'C01' as kpi_id,
        'company' as org_unit_id,
        period_kind,
        period_id,
        unit_id,
        result_value,
        published_count,
        answers_behind_count = 0 as is_without_answers,
        coalesce(
            is_uniform
            and answers_behind_count = 0
            and external_failure_cost_share > external_failure_cost_limit,
            false
        ) as is_contradicted
    from figures
    -- the wider of two shares is what the KPI means
    qualify row_number() over (partition by period_kind, period_id order by measure_code desc, unit_id asc) = 1
)

select * from final
