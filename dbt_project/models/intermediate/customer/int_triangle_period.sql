-- grain: one row per key account and period of the company, with the team that serves it at its end
with

teams as (
    select * from {{ ref('stg_people__triangle_team') }}
    where not coalesce(is_deleted, false)
),

any_team as (
    select count(*) > 0 as has_any_team
    from teams
),

periods as (
    select * from {{ ref('int_company_period') }}
),

-- what each employee is measured by at the end of a period: the KPIs with their goals
joint as (
    select
        periods.period_kind,
        periods.period_start_on,
        incentives.person_id,
        list(distinct incentives.kpi_id || '=' || coalesce(cast(incentives.target_value as varchar), '-')) as kpis
    from periods
    inner join {{ ref('stg_people__incentive') }} as incentives
        on {{ holds_on('incentives', 'periods.last_on') }} and not coalesce(incentives.is_deleted, false)
    group by periods.period_kind, periods.period_start_on, incentives.person_id
),

final as (
    select
        periods.period_kind,
        periods.period_start_on,
        customers.account_id,
        customers.branch_id,
        teams.market_person_id is not null as has_market,
        teams.technical_person_id is not null as has_technical,
        teams.delivery_person_id is not null as has_delivery,
        has_market and has_technical and has_delivery as is_complete,
        -- one for all: each is measured by the same KPIs at the same goals; who is measured by nothing shares nothing
        coalesce(
            list_sort(market.kpis) = list_sort(technical.kpis)
            and list_sort(market.kpis) = list_sort(delivery.kpis),
            false
        ) as has_identical_kpis,
        any_team.has_any_team
    from periods
    inner join {{ ref('dim_account') }} as customers
        on customers.tier = 'key' and customers.is_customer and coalesce(customers.created_on <= periods.last_on, true)
    cross join any_team
    left join teams
        on customers.account_id = teams.account_id and {{ holds_on('teams', 'periods.last_on') }}
    left join joint as market
        on {{ same_member('market', 'teams.market_person_id') }}
    left join joint as technical
        on {{ same_member('technical', 'teams.technical_person_id') }}
    left join joint as delivery
        on {{ same_member('delivery', 'teams.delivery_person_id') }}
    qualify row_number() over (
        partition by customers.account_id, periods.period_kind, periods.period_start_on
        order by teams.valid_from_on desc nulls last
    ) = 1
)

select * from final
