-- grain: one row per quarter or year in which the company has any data
with

periods as (
    select * from {{ ref('int_company_period') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

-- a line that is due tomorrow is not late; without any delivery feed nothing can be said of any line
due_lines as (
    select order_lines.*
    from {{ ref('int_line_fulfilled') }} as order_lines
    cross join company
    where order_lines.due_on <= company.as_of_on and exists (select 1 from {{ ref('fct_delivery') }})
),

counted as (
    select
        periods.period_kind,
        periods.period_start_on,
        count(*) filter (where due_lines.is_on_time_in_full) as fulfilled_count,
        count(*) as due_count,
        count(*) filter (where due_lines.is_quantity_known) as quantity_known_count
    from due_lines
    inner join periods
        on periods.period_start_on = {{ period_start('periods.period_kind', 'due_lines.due_on') }}
    group by periods.period_kind, periods.period_start_on
),

final as (
    select
        'P02' as kpi_id,
        'company' as org_unit_id,
        periods.period_kind,
        periods.period_id,
        periods.period_start_on,
        cast(counted.fulfilled_count as double) as numerator,
        cast(counted.due_count as double) as denominator,
        coalesce(counted.due_count, 0) as n,
        -- where a quantity is missing, "in full" rests on the delivery alone
        {{ ratio('counted.quantity_known_count', 'counted.due_count') }} as coverage_share,
        cast(null as varchar) as currency_code,
        'share' as kind_code
    from periods
    left join counted
        on
            periods.period_kind = counted.period_kind
            and periods.period_start_on = counted.period_start_on
)

select * from final
