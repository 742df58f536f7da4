-- grain: one row per quarter or year in which the company has any data
with

periods as (
    select * from {{ ref('int_company_period') }}
),

answers as (
    select * from {{ ref('fct_response') }}
    where is_satisfied is not null
),

main_surveys as (
    select * from {{ ref('int_main_survey') }}
),

customers as (
    select count(*) as customer_count
    from {{ ref('dim_account') }}
    where is_customer
),

counted as (
    select
        periods.period_kind,
        periods.period_start_on,
        count(*) filter (where answers.is_satisfied) as satisfied_count,
        count(*) as answered_count,
        count(distinct answers.account_id) as account_count
    from answers
    inner join main_surveys
        on
            answers.survey_id = main_surveys.survey_id
            and main_surveys.year_start_on = {{ period_start("'year'", 'answers.month_start_on') }}
    inner join periods
        on periods.period_start_on = {{ period_start('periods.period_kind', 'answers.month_start_on') }}
    group by periods.period_kind, periods.period_start_on
),

final as (
    select
        'C01' as kpi_id,
        'company' as org_unit_id,
        periods.period_kind,
        periods.period_id,
        periods.period_start_on,
        cast(counted.satisfied_count as double) as numerator,
        cast(counted.answered_count as double) as denominator,
        coalesce(counted.answered_count, 0) as n,
        {{ share('counted.account_count', 'customers.customer_count') }} as coverage_share,
        cast(null as varchar) as currency_code,
        'share' as kind_code
    from periods
    cross join customers
    left join counted
        on
            periods.period_kind = counted.period_kind
            and periods.period_start_on = counted.period_start_on
)

select * from final
