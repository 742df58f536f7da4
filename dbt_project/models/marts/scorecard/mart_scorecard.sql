-- grain: one row per KPI, organisation unit and period
with

gated as (
    select * from {{ ref('int_kpi_gated') }}
),

catalogue as (
    select * from {{ ref('kpis') }}
),

scored as (
    select
        gated.*,
        catalogue.kpi_name_en,
        catalogue.kpi_name_zh,
        catalogue.perspective_code,
        catalogue.direction,
        catalogue.unit_code,
        {{ score('gated', 'catalogue.direction') }} as score
    from gated
    inner join catalogue
        on gated.kpi_id = catalogue.kpi_id
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
        floor_value,
        target_value,
        stretch_value,
        weight,
        cast(score as double) as score,
        -- the order is the rule: a gate comes before a colour, and no colour without a value and a target
        case
            when gate_code in ('figure_without_answers', 'unit_error') then 'not_scorable'
            when scored_value is null then 'not_measured'
            when score is null then 'no_target'
            when score < 60 then 'red'
            when score < 90 then 'amber'
            when gate_code in ('figure_only', 'never_green') then 'amber'
            else 'green'
        end as status_code,
        gate_code,
        gate_reason,
        'score-1' as method_version
    from scored
)

select * from final
