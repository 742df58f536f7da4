-- grain: one row per account and month, quarter or year in which it was asked
with

company as (
    select * from {{ source('config', 'company') }}
),

-- who was invited, and who answered without an invitation on record
asked as (
    select
        sent.account_id,
        {{ period_start("'month'", local_date('sent.sent_at', 'company.time_zone')) }} as month_start_on
    from {{ ref('stg_survey__invitation') }} as sent
    cross join company
    where sent.invitation_status is distinct from 'not_sampled'
    union
    select
        account_id,
        month_start_on
    from {{ ref('fct_response') }}
),

final as (
    select distinct
        asked.account_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'asked.month_start_on') }} as period_start_on
    from asked
    cross join ({{ period_kinds() }}) as kinds
    where asked.account_id is not null and asked.month_start_on is not null
)

select * from final
