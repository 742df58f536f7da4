-- grain: one row, which of the feeds behind the traces arrived at all
with

final as (
    select
        loss_feed.is_present as has_losses,
        exists(select 1 from {{ ref('stg_crm__delivery') }}) as has_deliveries,
        exists(select 1 from {{ ref('stg_survey__invitation') }}) as has_invitations,
        exists(select 1 from {{ ref('int_sale') }}) as has_sales,
        exists(select 1 from {{ ref('stg_people__expense') }}) as has_expenses,
        exists(select 1 from {{ ref('stg_crm__visit') }}) as has_visits
    from {{ ref('int_loss_feed') }} as loss_feed
)

select * from final
