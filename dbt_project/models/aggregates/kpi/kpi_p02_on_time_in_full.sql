-- grain: one row per organisation unit and period with lines due
with

company as (
    select * from {{ source('config', 'company') }}
),

-- a line that is due tomorrow is not late; without any delivery feed nothing can be said of any line
due_lines as (
    select
        order_lines.due_on as event_on,
        order_lines.branch_id,
        order_lines.is_on_time_in_full,
        order_lines.is_quantity_known
    from {{ ref('int_line_fulfilled') }} as order_lines
    cross join company
    where order_lines.due_on <= company.as_of_on and exists (select 1 from {{ ref('fct_delivery') }})
),

-- where a quantity is missing, "in full" rests on the delivery alone
{{ kpi_cells(
    'P02',
    'due_lines',
    numerator='count(*) filter (where is_on_time_in_full)',
    covered='count(*) filter (where is_quantity_known)',
) }}

select * from final
