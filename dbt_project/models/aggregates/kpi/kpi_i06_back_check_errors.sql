-- grain: one row per organisation unit and period with answers that were asked again independently
with

checks as (
    select
        submitted_on as event_on,
        branch_id,
        is_reached,
        is_different
    from {{ ref('int_back_check_compared') }}
),

{{ kpi_cells(
    'I06',
    'checks',
    numerator='count(*) filter (where is_reached and is_different)',
    denominator='count(*) filter (where is_reached)',
    n='count(*) filter (where is_reached)',
    covered='count(*) filter (where is_reached)',
) }}

select * from final
