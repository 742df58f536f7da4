-- grain: one row per metric of a development together with a customer
with

metrics as (
    select * from {{ ref('stg_project__codev_metric') }}
),

projects as (
    select * from {{ ref('stg_project__project') }}
),

final as (
    select
        metrics.project_id,
        projects.account_id,
        projects.product_id,
        metrics.metric as metric_code,
        lower(metrics.metric) in ('weight', 'size', 'cost', 'price') as is_customer_metric,
        metrics.unit,
        metrics.baseline_kind as baseline_kind_code,
        metrics.baseline_value,
        metrics.target_value,
        metrics.actual_value,
        metrics.due_on,
        coalesce(metrics.is_verified_by_customer, false) as is_verified_by_customer,
        -- lighter, smaller and cheaper is better unless the project says otherwise
        case
            when metrics.better_direction = 'higher' then metrics.actual_value >= metrics.target_value
            else metrics.actual_value <= metrics.target_value
        end as is_met,
        case when metrics.better_direction = 'higher' then 1 else -1 end
        * {{ ratio('metrics.actual_value - metrics.baseline_value', 'abs(metrics.baseline_value)') }} as gain_share
    from metrics
    left join projects
        on metrics.project_id = projects.project_id
)

select * from final
