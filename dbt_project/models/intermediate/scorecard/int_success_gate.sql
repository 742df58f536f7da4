-- grain: one row per organisation unit and year with audited or public outcomes of customers
with

growth as (
    select * from {{ ref('int_customer_growth') }}
    where source_grade in ('A', 'B') and growth_difference is not null
),

final as (
    select
        units.org_unit_id,
        growth.year_start_on,
        {{ float_mean('growth.growth_difference') }} as success_index,
        count(distinct growth.account_id) as success_customer_count
    from growth
    cross join {{ org_units('growth') }}
    where units.org_unit_id is not null
    group by units.org_unit_id, growth.year_start_on
)

select * from final
