-- grain: one row per organisation unit and period with customers at its opening
with

company as (
    select * from {{ source('config', 'company') }}
),

-- one that was lost on an unknown day, and those of a company that never marked one as lost, tell nothing
account_months as (
    select
        units.org_unit_id,
        coalesce({{ period_start("'month'", 'known.created_on') }}, cast('0001-01-01' as date)) as created_month_on,
        case when known.lost_on <= company.as_of_on then {{ period_start("'month'", 'known.lost_on') }} end
            as lost_month_on,
        coalesce(known.status = 'lost', false) and known.lost_on is null as is_unknown,
        count(*) as account_count
    from {{ ref('dim_account') }} as known
    cross join company
    cross join {{ org_units('known') }}
    where
        units.org_unit_id is not null
        and known.is_customer
        and (select count(lost_on) > 0 from {{ ref('dim_account') }})
    group by all
),

periods as (
    select * from {{ ref('int_company_period') }}
),

final as (
    select
        'C06' as kpi_id,
        account_months.org_unit_id,
        periods.period_kind,
        periods.period_start_on,
        cast(coalesce(sum(account_months.account_count) filter (
            where not account_months.is_unknown
            and (account_months.lost_month_on is null or account_months.lost_month_on > periods.period_end_on)
        ), 0) as double) as numerator,
        cast(sum(account_months.account_count) filter (where not account_months.is_unknown) as double) as denominator,
        cast(coalesce(sum(account_months.account_count) filter (where not account_months.is_unknown), 0) as bigint)
            as n,
        cast(coalesce(sum(account_months.account_count) filter (where not account_months.is_unknown), 0) as bigint)
            as covered_count,
        cast(sum(account_months.account_count) as bigint) as coverage_of_count,
        cast(null as double) as sum_of_squares
    from periods
    inner join account_months
        on
            account_months.created_month_on < periods.period_start_on
            and (account_months.lost_month_on is null or account_months.lost_month_on >= periods.period_start_on)
    group by account_months.org_unit_id, periods.period_kind, periods.period_start_on
)

select * from final
