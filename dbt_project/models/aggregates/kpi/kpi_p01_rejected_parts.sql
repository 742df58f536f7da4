-- grain: one row per organisation unit and period with counts of rejected parts
with

rejects as (
    select
        *,
        {{ period_first_day('period_label') }} as period_start_on,
        {{ period_kind_of('period_label') }} as label_kind
    from {{ ref('stg_quality__reject') }}
),

-- a month and its quarter tell of the same parts: of a customer, product and year the shortest periods stand
finest as (
    select
        rejects.*,
        account_owners.branch_id
    from rejects
    left join {{ ref('int_account_owner_period') }} as account_owners
        on
            rejects.account_id = account_owners.account_id
            and rejects.period_start_on between account_owners.valid_from_on and account_owners.valid_to_on
    qualify rank() over (
        partition by rejects.account_id, rejects.product_id, year(rejects.period_start_on)
        order by case rejects.label_kind when 'month' then 1 when 'quarter' then 2 else 3 end
    ) = 1
),

final as (
    select
        'P01' as kpi_id,
        units.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'finest.period_start_on') }} as period_start_on,
        -- rejected of an unknown quantity is no rate
        cast(sum(finest.rejected_qty) filter (where finest.delivered_qty is not null) as double) as numerator,
        cast(sum(finest.delivered_qty) filter (where finest.rejected_qty is not null) as double) as denominator,
        cast(coalesce(sum(finest.delivered_qty) filter (where finest.rejected_qty is not null), 0) as bigint) as n,
        count(*) filter (where finest.rejected_qty is not null and finest.delivered_qty is not null) as covered_count,
        count(*) as coverage_of_count,
        cast(null as double) as sum_of_squares
    from finest
    inner join ({{ period_kinds() }}) as kinds
        on {{ fits_into('finest.label_kind', 'kinds.period_kind') }}
    cross join {{ org_units('finest') }}
    where units.org_unit_id is not null
    group by
        units.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'finest.period_start_on') }}
)

select * from final
