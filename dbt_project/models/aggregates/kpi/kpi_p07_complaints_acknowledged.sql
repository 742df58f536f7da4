-- grain: one row per organisation unit and period with complaints
with

-- nothing can be said of a company that writes no acknowledgement down
complaints as (
    select
        received_on as event_on,
        branch_id,
        is_acknowledged,
        is_acknowledged_in_time
    from {{ ref('int_complaint') }}
    where is_acknowledgement_due and (select bool_or(is_acknowledged) from {{ ref('int_complaint') }})
),

{{ kpi_cells(
    'P07',
    'complaints',
    numerator='count(*) filter (where is_acknowledged_in_time)',
    covered='count(*) filter (where is_acknowledged)',
) }}

select * from final
