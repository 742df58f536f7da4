-- grain: one row, whether the company reports losses or complaints at all
with

company as (
    select * from {{ source('config', 'company') }}
),

final as (
    select
        company.company_id,
        exists (select 1 from {{ ref('fct_loss') }})
        or exists (select 1 from {{ ref('stg_quality__complaint') }}) as is_present
    from company
)

select * from final
