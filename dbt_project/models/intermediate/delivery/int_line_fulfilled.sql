-- grain: one row per order line with a due day (an order without lines counts as one line)
with

orders as (
    select * from {{ ref('fct_order') }}
),

order_lines as (
    select * from {{ ref('fct_order_line') }}
),

due as (
    select
        order_lines.order_id,
        order_lines.line_no,
        orders.branch_id,
        order_lines.ordered_qty,
        coalesce(order_lines.committed_on, orders.committed_on, order_lines.requested_on, orders.requested_on) as due_on
    from order_lines
    left join orders
        on order_lines.order_id = orders.order_id
    union all
    select
        orders.order_id,
        null as line_no,
        orders.branch_id,
        null as ordered_qty,
        coalesce(orders.committed_on, orders.requested_on) as due_on
    from orders
    anti join order_lines on orders.order_id = order_lines.order_id
),

-- a delivery that names no line stands for the whole order, and its quantity for none of the lines; the condition
-- stands here and not in the join, because an outer join with `or` compares every line with every delivery
matched as (
    select
        due.*,
        case
            when deliveries.order_line_no is null or due.line_no is null or deliveries.order_line_no = due.line_no
                then deliveries.delivery_id
        end as delivery_id,
        deliveries.delivered_on <= due.due_on as is_on_time,
        case when deliveries.order_line_no = due.line_no then deliveries.delivered_qty end as line_qty
    from due
    left join {{ ref('fct_delivery') }} as deliveries
        on due.order_id = deliveries.order_id
    where due.due_on is not null
),

received as (
    select
        order_id,
        line_no,
        min(due_on) as due_on,
        min(branch_id) as branch_id,
        min(ordered_qty) as ordered_qty,
        count(delivery_id) as delivery_count,
        count(delivery_id) filter (where is_on_time) as delivery_on_time_count,
        count(line_qty) as known_qty_count,
        sum(line_qty) filter (where is_on_time) as on_time_qty
    from matched
    group by order_id, line_no
),

final as (
    select
        order_id,
        line_no,
        branch_id,
        due_on,
        ordered_qty is not null and known_qty_count = delivery_count as is_quantity_known,
        case
            when delivery_on_time_count = 0 then false
            when ordered_qty is not null and known_qty_count = delivery_count then on_time_qty >= ordered_qty
            else delivery_on_time_count = delivery_count
        end as is_on_time_in_full
    from received
)

select * from final
