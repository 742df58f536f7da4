-- grain: one row per KPI of the catalogue
with

catalogue as (
    select * from {{ ref('kpis') }}
),

final as (
    select
        kpi_id,
        version as kpi_version,
        perspective_code,
        kpi_name_en,
        kpi_name_zh,
        formula_en,
        formula_zh,
        unit_code,
        value_factor,
        direction,
        kind_code,
        lead_lag as lead_lag_code,
        owner as kpi_owner,
        source_standard,
        is_opinion
    from catalogue
)

select * from final
