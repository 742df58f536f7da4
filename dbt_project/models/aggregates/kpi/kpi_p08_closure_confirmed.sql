-- grain: one row per organisation unit and period in which complaints were due
with

-- closed without the customer's word is not closed; but where no word of a customer ever arrived nothing was measured
complaints as (
    select
        due_on as event_on,
        branch_id,
        is_confirmed,
        is_confirmed_in_time
    from {{ ref('int_complaint') }}
    where (select bool_or(is_confirmed) from {{ ref('int_complaint') }})
),

{{ kpi_cells(
    'P08',
    'complaints',
    numerator='count(*) filter (where is_confirmed_in_time)',
    covered='count(*) filter (where is_confirmed)',
) }}

select * from final
