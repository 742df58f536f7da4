-- grain: one row per organisation unit and period of the company with people of R&D whose appraisal is known
with

-- a KPI that nobody says the orientation of is not technology by default: it shows as not covered
weights as (
    select
        *,
        true as is_known
    from {{ ref('int_appraisal_weight') }}
    where is_research and weight_share > 0
),

{{ kpi_standing_cells(
    'G04',
    'weights',
    numerator="coalesce(sum(weight_share) filter (where orientation_code = 'customer'), 0)",
    denominator='sum(weight_share) filter (where orientation_code is not null)',
    covered='count(orientation_code)',
) }}

select * from final
