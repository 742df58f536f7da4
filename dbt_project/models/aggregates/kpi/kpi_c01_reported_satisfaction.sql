-- grain: one row per organisation unit and period with scored answers to the year's main survey
with

main_surveys as (
    select * from {{ ref('int_main_survey') }}
),

account_months as (
    select
        answers.month_start_on,
        answers.branch_id,
        answers.account_id,
        count(*) filter (where answers.is_satisfied) as satisfied_count,
        count(*) as answered_count
    from {{ ref('fct_response') }} as answers
    inner join main_surveys
        on
            answers.survey_id = main_surveys.survey_id
            and main_surveys.year_start_on = {{ period_start("'year'", 'answers.month_start_on') }}
    where answers.is_satisfied is not null
    group by answers.month_start_on, answers.branch_id, answers.account_id
),

customers as (
    select
        units.org_unit_id,
        count(*) as customer_count
    from {{ ref('dim_account') }} as customer_accounts
    cross join {{ org_units('customer_accounts') }}
    where customer_accounts.is_customer and units.org_unit_id is not null
    group by units.org_unit_id
),

counted as (
    select
        units.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'account_months.month_start_on') }} as period_start_on,
        sum(account_months.satisfied_count) as satisfied_count,
        sum(account_months.answered_count) as answered_count,
        count(distinct account_months.account_id) as account_count
    from account_months
    cross join ({{ period_kinds() }}) as kinds
    cross join {{ org_units('account_months') }}
    where units.org_unit_id is not null
    group by
        units.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'account_months.month_start_on') }}
),

final as (
    select
        'C01' as kpi_id,
        counted.org_unit_id,
        counted.period_kind,
        counted.period_start_on,
        cast(counted.satisfied_count as double) as numerator,
        cast(counted.answered_count as double) as denominator,
        cast(counted.answered_count as bigint) as n,
        counted.account_count as covered_count,
        customers.customer_count as coverage_of_count,
        cast(null as double) as sum_of_squares
    from counted
    left join customers
        on counted.org_unit_id = customers.org_unit_id
)

select * from final
