-- grain: one row per organisation unit and period
with

perspectives as (
    select * from {{ ref('mart_perspective') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

summed as (
    select
        org_unit_id,
        period_kind,
        period_id,
        period_start_on,
        {{ float_sum('perspective_weight * score') }}
        / nullif({{ float_sum('perspective_weight') }} filter (where score is not null), 0) as uncapped_score,
        coalesce({{ float_sum('perspective_weight') }} filter (where score is not null), 0)
        / nullif({{ float_sum('perspective_weight') }}, 0) as measured_weight_share,
        count(*) filter (where status_code = 'not_rated') as not_rated_perspective_count,
        cast(sum(not_scorable_kpi_count) as bigint) as not_scorable_kpi_count
    from perspectives
    group by org_unit_id, period_kind, period_id, period_start_on
),

gated as (
    select
        summed.*,
        gates.success_index,
        coalesce(gates.success_customer_count, 0) as success_customer_count,
        company.success_floor,
        company.success_cap,
        company.red_below,
        company.amber_below,
        coalesce(summed.measured_weight_share >= company.least_measured_share, false) as is_rated,
        coalesce(
            gates.success_index < company.success_floor
            and gates.success_customer_count >= company.success_least_customers,
            false
        ) as is_capped
    from summed
    cross join company
    left join {{ ref('int_success_gate') }} as gates
        on
            summed.org_unit_id = gates.org_unit_id
            and gates.year_start_on = {{ period_start("'year'", 'summed.period_start_on') }}
),

scored as (
    select
        *,
        case when is_rated then least(uncapped_score, case when is_capped then success_cap end) end as score
    from gated
),

final as (
    select
        org_unit_id,
        period_kind,
        period_id,
        period_start_on,
        case when is_rated then uncapped_score end as uncapped_score,
        score,
        measured_weight_share,
        not_rated_perspective_count,
        not_scorable_kpi_count,
        case when score is null then 'not_rated' else {{ colour('score', 'scored') }} end as status_code,
        success_index,
        success_customer_count,
        success_floor,
        success_cap,
        case when is_capped then 'customers_did_not_succeed' end as gate_code,
        'gates-2' as gate_version,
        'score-1' as method_version
    from scored
)

select * from final
