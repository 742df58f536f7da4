-- grain: one row per account and year of the company in which it bought, was visited, cost or gained something
with

company as (
    select * from {{ source('config', 'company') }}
),

sold as (
    select
        account_id,
        {{ period_start("'year'", 'sold_on') }} as year_start_on,
        company_amount as revenue_amount,
        company_amount - company_cost_amount as gross_profit_amount
    from {{ ref('int_sale') }}
),

lost as (
    select
        account_id,
        {{ period_start("'year'", 'event_on') }} as year_start_on,
        company_loss_amount as failure_amount
    from {{ ref('fct_loss') }}
    where is_external
),

spent as (
    select
        expenses.account_id,
        {{ period_start("'year'", 'expenses.spent_on') }} as year_start_on,
        {{ company_amount('expenses.expense_amount', 'expenses.currency_code', 'rates') }} as service_amount,
        case when expenses.expense_type in ('entertainment', 'gift') then service_amount end as hospitality_amount
    from {{ ref('stg_people__expense') }} as expenses
    cross join company
    left join {{ ref('int_exchange_rate') }} as rates
        on {{ rate_of_day('rates', 'expenses.currency_code', 'expenses.spent_on') }}
    where not coalesce(expenses.is_deleted, false)
),

-- what the customer signed is a gain; what was claimed twice is one
gained as (
    select
        account_id,
        cast(period_id || '-01-01' as date) as year_start_on,
        case when is_signed and duplicate_of_claim_id is null then amount end as signed_benefit_amount
    from {{ ref('agg_benefit_claim') }}
    where currency_code is null or currency_code = (select company.currency_code from company)
),

final as (
    select
        account_id,
        year_start_on,
        cast(sum(revenue_amount) as decimal(18, 4)) as revenue_amount,
        cast(sum(gross_profit_amount) as decimal(18, 4)) as gross_profit_amount,
        cast(sum(failure_amount) as decimal(18, 4)) as external_failure_cost_amount,
        cast(sum(service_amount) as decimal(18, 4)) as service_cost_amount,
        cast(sum(hospitality_amount) as decimal(18, 4)) as hospitality_amount,
        cast(sum(signed_benefit_amount) as decimal(18, 4)) as signed_benefit_amount
    from (
        select * from sold
        union all by name
        select * from lost
        union all by name
        select * from spent
        union all by name
        select * from gained
    ) as entries
    where account_id is not null and year_start_on is not null
    group by account_id, year_start_on
)

select * from final
