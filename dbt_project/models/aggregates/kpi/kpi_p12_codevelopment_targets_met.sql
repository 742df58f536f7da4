-- grain: one row per organisation unit and period in which targets of developments with customers were due
with

company as (
    select * from {{ source('config', 'company') }}
),

-- what was never measured was neither met nor missed: it is due, and shows as not covered
targets as (
    select
        metrics.due_on as event_on,
        customers.branch_id,
        metrics.is_met
    from {{ ref('int_codevelopment_metric') }} as metrics
    cross join company
    left join {{ ref('dim_account') }} as customers
        on metrics.account_id = customers.account_id
    where metrics.due_on <= company.as_of_on and metrics.target_value is not null and metrics.is_customer_metric
),

{{ kpi_cells(
    'P12',
    'targets',
    numerator='count(*) filter (where is_met)',
    denominator='count(is_met)',
    n='count(is_met)',
    covered='count(is_met)',
) }}

select * from final
