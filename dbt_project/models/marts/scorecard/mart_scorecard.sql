-- grain: one row per KPI, organisation unit and period
with

scored as (
    select
        *,
        {{ float_sum('weight') }} filter (where score is not null) over perspective as measured_weight,
        {{ float_sum('weight') }} over perspective as perspective_weight
    from {{ ref('int_kpi_scored') }}
    window perspective as (partition by org_unit_id, period_kind, period_id, perspective_code)
),

final as (
    select
        kpi_id,
        kpi_name_en,
        kpi_name_zh,
        perspective_code,
        org_unit_id,
        period_kind,
        period_id,
        period_start_on,
        direction,
        unit_code,
        currency_code,
        numerator,
        denominator,
        n,
        coverage_share,
        reported_value,
        reported_origin,
        lower_value,
        upper_value,
        interval_method,
        adjusted_value,
        adjusted_lower_value,
        adjusted_upper_value,
        target_org_unit_id,
        target_valid_from_on,
        floor_value,
        target_value,
        stretch_value,
        weight,
        -- what was not measured hands its weight to its neighbours, and this says so
        case when score is not null then weight * {{ ratio('perspective_weight', 'measured_weight') }} end
            as effective_weight,
        {{ ratio('coalesce(measured_weight, 0)', 'perspective_weight') }} as measured_weight_share,
        score,
        status_code,
        gate_code,
        gate_reason,
        'gates-2' as gate_version,
        'score-1' as method_version
    from scored
)

select * from final
