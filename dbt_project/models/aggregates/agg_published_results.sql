-- grain: one row per published figure
with

figures as (
    select * from {{ ref('int_published_figure') }}
),

answers as (
    select
        figures.result_id,
        cast(sum(months.answered_count) as bigint) as answered_count
    from figures
    inner join {{ ref('int_unit_month_answered') }} as months
        on
            months.unit_type = figures.answering_type
            and months.unit_key = figures.answering_key
            and months.month_start_on between figures.period_start_on and figures.period_end_on
            and (figures.survey_id = 'unspecified' or months.survey_id = figures.survey_id)
    group by figures.result_id
),

money as (
    select * from {{ ref('int_unit_money') }}
),

loss_feed as (
    select * from {{ ref('int_loss_feed') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

final as (
    select
        figures.subject_id || ':' || figures.period_id as unit_id,
        figures.subject_id,
        figures.survey_id,
        figures.unit_type,
        figures.unit_key,
        figures.period_kind,
        figures.period_id,
        figures.period_start_on,
        figures.measure_code,
        cast(figures.result_value as double) as result_value,
        cast(figures.scale_min as double) as scale_min,
        cast(figures.scale_max as double) as scale_max,
        {{ decimals_of('figures.result_value') }} as value_decimals,
        figures.published_count,
        cast(figures.inspected_value as double) as inspected_value,
        cast(figures.inspected_count as bigint) as inspected_count,
        figures.reported_by_org_code,
        figures.source_document,
        coalesce(answers.answered_count, 0) as answers_behind_count,
        cast(money.external_failure_cost_amount as decimal(18, 4)) as external_failure_cost_amount,
        cast(money.revenue_amount as decimal(18, 4)) as revenue_amount,
        company.currency_code,
        {{ ratio('money.external_failure_cost_amount', 'money.revenue_amount') }} as external_failure_cost_share,
        company.external_failure_cost_limit,
        coalesce(figures.result_value = case
            when figures.measure_code in ('share_top', 'share_top2') then 1
            when figures.measure_code = 'nps' then 100
            else figures.scale_max
        end, false) as is_uniform,
        loss_feed.is_present as loss_feed_present
    from figures
    cross join company
    cross join loss_feed
    left join answers
        on figures.result_id = answers.result_id
    left join money
        on
            money.unit_type = case when figures.unit_type = 'branch' then 'branch' else 'company' end
            and money.unit_key = case when figures.unit_type = 'branch' then figures.unit_key else 'company' end
            and figures.period_kind = money.period_kind
            and figures.period_start_on = money.period_start_on
)

select * from final
