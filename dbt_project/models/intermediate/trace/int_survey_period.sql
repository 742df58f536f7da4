-- grain: one row per survey and period in which it asked or was answered
with

answered as (
    select distinct
        survey_id,
        period_kind,
        period_start_on
    from {{ ref('int_unit_account_answered') }}
),

contacted as (
    select distinct
        survey_id,
        period_kind,
        period_start_on
    from {{ ref('int_account_survey_period') }}
),

periods as (
    select * from answered
    union
    select * from contacted
),

final as (
    select
        *,
        {{ period_end('period_kind', 'period_start_on') }} as period_end_on
    from periods
)

select * from final
