-- grain: one row per metric of a development together with a customer
with

metrics as (
    select * from {{ ref('int_codevelopment_metric') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

final as (
    select
        metrics.project_id,
        metrics.account_id,
        metrics.product_id,
        metrics.metric_code,
        metrics.is_customer_metric,
        metrics.unit,
        coalesce(metrics.baseline_kind_code, 'not_told') as baseline_kind_code,
        cast(metrics.baseline_value as double) as baseline_value,
        cast(metrics.target_value as double) as target_value,
        cast(metrics.actual_value as double) as actual_value,
        metrics.gain_share,
        metrics.is_met,
        metrics.is_verified_by_customer,
        metrics.due_on,
        case
            when metrics.actual_value is null then 'not_measured'
            when metrics.baseline_value is null then 'no_baseline'
            when metrics.due_on > company.as_of_on then 'not_due'
            else 'measured'
        end as measured_code
    from metrics
    cross join company
)

select * from final
