-- grain: one row per account and year with answers
with

answers as (
    select
        account_id,
        {{ period_start("'year'", 'submitted_on') }} as year_start_on,
        arg_max(owner_id, submitted_on) as owner_id,
        count(*) as answer_count,
        avg(cast(is_satisfied as integer)) as satisfied_share
    from {{ ref('fct_response') }}
    where account_id is not null and is_satisfied is not null
    group by account_id, {{ period_start("'year'", 'submitted_on') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

hospitality as (
    select
        expenses.account_id,
        {{ period_start("'year'", 'expenses.spent_on') }} as year_start_on,
        sum({{ company_amount('expenses.expense_amount', 'expenses.currency_code', 'rates') }}) as hospitality_amount
    from {{ ref('stg_people__expense') }} as expenses
    cross join company
    left join {{ ref('int_exchange_rate') }} as rates
        on {{ rate_of_day('rates', 'expenses.currency_code', 'expenses.spent_on') }}
    where expenses.expense_type in ('entertainment', 'gift') and not coalesce(expenses.is_deleted, false)
    group by expenses.account_id, {{ period_start("'year'", 'expenses.spent_on') }}
),

contacts as (
    select
        visits.account_id,
        {{ period_start("'year'", local_date('visits.start_at', 'company.time_zone')) }} as year_start_on,
        count(*) as visit_count,
        count(*) filter (where visits.purpose in ('value', 'service', 'quality')) as value_visit_count
    from {{ ref('stg_crm__visit') }} as visits
    cross join company
    where visits.start_at is not null
    group by visits.account_id, {{ period_start("'year'", local_date('visits.start_at', 'company.time_zone')) }}
),

events as (
    select
        account_id,
        {{ period_start("'year'", 'event_on') }} as year_start_on,
        {{ event_counts('events') }}
    from {{ ref('int_account_event') }} as events
    where account_id is not null
    group by account_id, {{ period_start("'year'", 'event_on') }}
),

feeds as (
    select
        (select count(*) > 0 from hospitality) as has_hospitality,
        (select count(*) > 0 from contacts) as has_visits
),

final as (
    select
        answers.account_id,
        answers.owner_id,
        {{ period_id("'year'", 'answers.year_start_on') }} as period_id,
        answers.satisfied_share,
        answers.answer_count,
        cast(case when feeds.has_hospitality then coalesce(hospitality.hospitality_amount, 0) end as double)
            as hospitality_amount,
        case when feeds.has_visits then coalesce(contacts.visit_count, 0) end as visit_count,
        case when feeds.has_visits then coalesce(contacts.value_visit_count, 0) end as value_visit_count,
        cast(case when loss_feed.is_present then coalesce(events.loss_severity, 0) end as double) as loss_severity,
        {{ ratio('events.late_count', 'events.line_count') }} as late_share,
        cast(answers.year_start_on - customers.created_on as bigint) as tenure_days
    from answers
    cross join feeds
    cross join {{ ref('int_loss_feed') }} as loss_feed
    left join hospitality
        on
            answers.account_id = hospitality.account_id
            and answers.year_start_on = hospitality.year_start_on
    left join contacts
        on
            answers.account_id = contacts.account_id
            and answers.year_start_on = contacts.year_start_on
    left join events
        on
            answers.account_id = events.account_id
            and answers.year_start_on = events.year_start_on
    left join {{ ref('dim_account') }} as customers
        on answers.account_id = customers.account_id
)

select * from final
