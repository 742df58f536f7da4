-- grain: one row per year of the company and quadrant of value (high, low) and hospitality (high, low)
with

-- who stays can be seen only of years that have a whole one after them
years as (
    select
        *,
        period_end_on + interval '12 months' <= (select as_of_on from {{ source('config', 'company') }}) as is_followed
    from {{ ref('int_company_period') }}
    where period_kind = 'year'
),

accounts as (
    select
        year_start_on,
        account_id,
        revenue_amount,
        coalesce(signed_benefit_amount, 0) as value_amount,
        coalesce(hospitality_amount, 0) as spent_amount,
        lead(revenue_amount) over by_year as next_revenue_amount,
        lead(year_start_on) over by_year as next_year_start_on
    from {{ ref('int_account_year') }}
    window by_year as (partition by account_id order by year_start_on)
),

-- high is above the middle of those that got any; nothing is low
middles as (
    select
        year_start_on,
        quantile_cont(case when value_amount > 0 then value_amount end, 0.5) as value_middle,
        quantile_cont(case when spent_amount > 0 then spent_amount end, 0.5) as spent_middle
    from accounts
    where revenue_amount > 0
    group by year_start_on
),

counted as (
    select
        accounts.year_start_on,
        {{ high_or_low('accounts.value_amount', 'middles.value_middle') }} as value_code,
        {{ high_or_low('accounts.spent_amount', 'middles.spent_middle') }} as hospitality_code,
        count(*) as customer_count,
        count(*) filter (where {{ bought_again() }}) as retained_count,
        sum(accounts.revenue_amount) as opening_amount,
        sum(case when {{ bought_again() }} then least(accounts.next_revenue_amount, accounts.revenue_amount) end)
            as retained_amount,
        sum(case when {{ bought_again() }} then accounts.next_revenue_amount end) as next_amount
    from accounts
    inner join middles
        on accounts.year_start_on = middles.year_start_on
    where accounts.revenue_amount > 0
    group by all
),

final as (
    select
        years.period_id,
        years.period_start_on,
        quadrants.value_code,
        quadrants.hospitality_code,
        coalesce(counted.customer_count, 0) as customer_count,
        counted.retained_count,
        {{ ratio('counted.retained_count', 'counted.customer_count') }} as retained_share,
        {{ ratio('coalesce(counted.retained_amount, 0)', 'counted.opening_amount') }} as gross_retention_share,
        {{ ratio('coalesce(counted.next_amount, 0)', 'counted.opening_amount') }} as net_retention_share,
        case
            when not coalesce((select bool_or(revenue_amount > 0) from accounts), false) then 'not_measured'
            when not years.is_followed then 'too_early'
            when counted.customer_count is null then 'no_events'
            else 'measured'
        end as measured_code
    from years
    cross join {{ quadrants() }}
    left join counted
        on
            years.is_followed and years.period_start_on = counted.year_start_on
            and quadrants.value_code = counted.value_code and quadrants.hospitality_code = counted.hospitality_code
)

select * from final
