-- grain: one row per month, quarter or year in which the company has any data
with

company as (
    select * from {{ source('config', 'company') }}
),

kinds as (
    {{ period_kinds() }}
),

months as (
    select month_start_on from {{ ref('fct_response') }}
    union
    select {{ period_start("'month'", 'ordered_on') }} from {{ ref('fct_order') }}
    union
    select {{ period_start("'month'", 'delivered_on') }} from {{ ref('fct_delivery') }}
    union
    select {{ period_start("'month'", 'event_on') }} from {{ ref('fct_loss') }}
    union
    select month_start_on from {{ ref('int_revenue_month') }}
    union
    select {{ period_start("'month'", 'date_on') }} from {{ ref('int_executive_customer_day') }}
),

periods as (
    select
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'months.month_start_on') }} as period_start_on
    from months
    cross join kinds
    union
    -- a published figure of a year says nothing of its first quarter
    select
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'figures.period_start_on') }} as period_start_on
    from {{ ref('int_published_figure') }} as figures
    inner join kinds
        on
            kinds.period_kind = 'year'
            or figures.period_kind = 'month'
            or (kinds.period_kind = 'quarter' and figures.period_kind = 'quarter')
),

final as (
    select
        periods.period_kind,
        {{ period_id('periods.period_kind', 'periods.period_start_on') }} as period_id,
        periods.period_start_on,
        {{ period_end('periods.period_kind', 'periods.period_start_on') }} as period_end_on,
        least({{ period_end('periods.period_kind', 'periods.period_start_on') }}, company.as_of_on) as last_on
    from periods
    cross join company
    where periods.period_start_on <= company.as_of_on
)

select * from final
