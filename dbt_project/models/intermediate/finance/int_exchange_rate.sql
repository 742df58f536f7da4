-- grain: one row per foreign currency and stretch of days on which one rate to the company's currency holds
with

rates as (
    select * from {{ ref('stg_ref__fx_rate') }}
    where from_currency_code <> to_currency_code
),

company as (
    select * from {{ source('config', 'company') }}
),

-- what one unit of the foreign currency is worth; a direct quotation stands before an inverse one of the same day
quoted as (
    select
        rates.from_currency_code as currency_code,
        rates.rate_on,
        cast(rates.fx_rate as decimal(20, 12)) as exchange_rate,
        1 as preference
    from rates
    inner join company
        on rates.to_currency_code = company.currency_code
    union all
    select
        rates.to_currency_code as currency_code,
        rates.rate_on,
        cast(1 / cast(rates.fx_rate as double) as decimal(20, 12)) as exchange_rate,
        2 as preference
    from rates
    inner join company
        on rates.from_currency_code = company.currency_code
),

daily as (
    select * from quoted
    qualify row_number() over (partition by currency_code, rate_on order by preference) = 1
),

final as (
    select
        daily.currency_code,
        daily.exchange_rate,
        daily.rate_on as valid_from_on,
        -- an old rate is no rate: after so many days amounts are left out until the next one
        least(
            daily.rate_on + company.exchange_rate_within_days,
            lead(daily.rate_on) over (partition by daily.currency_code order by daily.rate_on) - 1
        ) as valid_to_on
    from daily
    cross join company
)

select * from final
