-- grain: one row per organisation unit with key accounts and period of the company
with

teams as (
    select
        *,
        has_any_team as is_known
    from {{ ref('int_triangle_period') }}
),

{{ kpi_standing_cells('G03', 'teams', numerator='count(*) filter (where is_complete and has_identical_kpis)') }}

select * from final
