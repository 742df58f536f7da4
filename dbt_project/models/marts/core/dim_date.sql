-- grain: one row per day, from the first year with data to the end of the current one
with

batches as (
    select * from {{ source('raw', 'batch') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

-- a mistyped year in one row must not make a calendar of a thousand years
span as (
    select
        greatest(coalesce(min(batches.min_on) - 1, company.as_of_on), company.as_of_on - interval '50 years')
            as first_on,
        company.as_of_on as last_on
    from company
    left join batches
        on batches.status = 'loaded'
    group by company.as_of_on
),

days as (
    select cast(series.day_at as date) as date_on
    from span
    cross join unnest({{ all_days_of_years('span.first_on', 'span.last_on') }}) as series (day_at)
),

final as (
    select
        date_on,
        {{ period_id("'month'", 'date_on') }} as month_id,
        {{ period_id("'quarter'", 'date_on') }} as quarter_id,
        {{ period_id("'year'", 'date_on') }} as year_id,
        {{ period_start("'month'", 'date_on') }} as month_start_on,
        {{ period_start("'quarter'", 'date_on') }} as quarter_start_on,
        {{ period_start("'year'", 'date_on') }} as year_start_on,
        cast(isodow(date_on) as integer) as iso_weekday,
        isodow(date_on) <= 5 as is_weekday
    from days
)

select * from final
