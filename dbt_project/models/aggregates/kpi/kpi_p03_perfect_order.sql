-- grain: one row per organisation unit and period with lines due whose papers and condition are known
with

company as (
    select * from {{ source('config', 'company') }}
),

conditions as (
    select
        order_id,
        order_line_no,
        count(*) as delivery_count,
        count(*) filter (where is_docs_ok is not null and is_damage_free is not null) as known_count,
        bool_and(is_docs_ok and is_damage_free) as is_good
    from {{ ref('fct_delivery') }}
    group by order_id, order_line_no
),

-- a delivery that names no line stands for the whole order
judged as (
    select
        order_lines.order_id,
        order_lines.line_no,
        min(order_lines.due_on) as event_on,
        min(order_lines.branch_id) as branch_id,
        bool_and(order_lines.is_on_time_in_full) as is_on_time_in_full,
        sum(conditions.delivery_count) filter (where {{ is_of_line('conditions', 'order_lines') }}) as delivery_count,
        sum(conditions.known_count) filter (where {{ is_of_line('conditions', 'order_lines') }}) as known_count,
        bool_and(conditions.is_good) filter (where {{ is_of_line('conditions', 'order_lines') }}) as is_good
    from {{ ref('int_line_fulfilled') }} as order_lines
    cross join company
    left join conditions
        on order_lines.order_id = conditions.order_id
    where
        order_lines.due_on <= company.as_of_on
        and exists (
            select 1 from {{ ref('fct_delivery') }}
            where is_docs_ok is not null and is_damage_free is not null
        )
    group by order_lines.order_id, order_lines.line_no
),

-- what never arrived is not perfect; what arrived with papers that nobody judged is not known
due_lines as (
    select
        event_on,
        branch_id,
        is_on_time_in_full and coalesce(is_good, false) as is_perfect,
        coalesce(known_count = delivery_count, true) as is_known
    from judged
),

{{ kpi_cells(
    'P03',
    'due_lines',
    numerator='count(*) filter (where is_known and is_perfect)',
    denominator='count(*) filter (where is_known)',
    n='count(*) filter (where is_known)',
    covered='count(*) filter (where is_known)',
) }}

select * from final
