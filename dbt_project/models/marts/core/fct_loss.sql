-- grain: one row per loss, counted once
with

losses as (
    select * from {{ ref('int_loss_matched') }}
    where is_counted
),

account_owners as (
    select * from {{ ref('int_account_owner_period') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

final as (
    select
        losses.loss_id,
        losses.source_table,
        losses.source_id,
        losses.account_id,
        account_owners.owner_id,
        account_owners.owner_origin_code,
        account_owners.branch_id,
        losses.org_unit_id,
        losses.order_id,
        losses.product_id,
        losses.loss_category,
        losses.loss_type,
        losses.severity,
        losses.event_on,
        losses.posting_on,
        cast(losses.posting_on - losses.event_on as integer) as posting_lag_days,
        losses.loss_amount,
        losses.recovered_amount,
        coalesce(losses.currency_code, company.currency_code) as currency_code,
        cast(losses.company_loss_amount as decimal(18, 4)) as company_loss_amount,
        coalesce(losses.currency_code = company.currency_code, true) as is_company_currency,
        losses.is_estimated,
        coalesce(losses.loss_category = 'external', false) as is_external,
        coalesce(losses.loss_category = 'external', false) and (
            coalesce({{ list_has('company.severe_severities', 'losses.severity') }}, false)
            or coalesce(
                losses.company_loss_amount >= company.severe_minimum_amount,
                false
            )
        ) as is_severe
    from losses
    cross join company
    left join account_owners
        on
            losses.account_id = account_owners.account_id
            and losses.event_on between account_owners.valid_from_on and account_owners.valid_to_on
)

select * from final
