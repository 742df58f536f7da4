-- grain: one row per organisation unit and period in which complaints were closed
with

complaints as (
    select
        closed_on as event_on,
        branch_id,
        has_root_cause,
        is_reopened or is_repeated as is_back
    from {{ ref('int_complaint') }}
),

-- without a cause a complaint cannot be told from another: it counts as closed, and shows as not covered
{{ kpi_cells(
    'P09',
    'complaints',
    numerator='count(*) filter (where is_back)',
    covered='count(*) filter (where has_root_cause)',
) }}

select * from final
