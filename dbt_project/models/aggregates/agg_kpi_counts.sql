-- grain: one row per KPI, organisation unit and period in which the company has any data
with

cells as (
    select * from {{ ref('agg_kpi_cells') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

periods as (
    select
        period_kind,
        period_start_on
    from {{ ref('int_company_period') }}
    union
    -- a feed that no calendar looks at opens its own periods
    select
        cells.period_kind,
        cells.period_start_on
    from cells
    cross join company
    where cells.period_start_on <= company.as_of_on
),

asked as (
    select
        catalogue.kpi_id,
        org_units.org_unit_id,
        periods.period_kind,
        periods.period_start_on,
        catalogue.kind_code,
        catalogue.value_factor,
        case when catalogue.kind_code = 'money_ratio' then company.currency_code end as currency_code
    from {{ ref('kpis') }} as catalogue
    cross join company
    cross join {{ ref('dim_org_unit') }} as org_units
    inner join periods
        on
            periods.period_start_on >= coalesce(catalogue.valid_from_on, periods.period_start_on)
            and periods.period_start_on <= coalesce(catalogue.valid_to_on, periods.period_start_on)
),

-- what is missing is a row that says so; a part without its whole measures nothing
final as (
    select
        asked.kpi_id,
        asked.org_unit_id,
        asked.period_kind,
        {{ period_id('asked.period_kind', 'asked.period_start_on') }} as period_id,
        asked.period_start_on,
        case when cells.denominator > 0 then cells.numerator end as numerator,
        case when cells.denominator > 0 and cells.numerator is not null then cells.denominator end as denominator,
        coalesce(cells.n, 0) as n,
        cells.sum_of_squares,
        {{ share('cells.covered_count', 'cells.coverage_of_count') }} as coverage_share,
        asked.currency_code,
        asked.kind_code,
        asked.value_factor
    from asked
    left join cells
        on
            asked.kpi_id = cells.kpi_id
            and asked.org_unit_id = cells.org_unit_id
            and asked.period_kind = cells.period_kind
            and asked.period_start_on = cells.period_start_on
)

select * from final
