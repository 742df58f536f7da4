-- grain: one row per account and year with scored answers
with

answers as (
    select
        account_id,
        {{ period_start("'year'", 'submitted_on') }} as year_start_on,
        arg_max(owner_id, (submitted_on, response_id)) as owner_id,
        count(*) as answer_count,
        avg(cast(is_satisfied as integer)) as satisfied_share,
        max(submitted_on) as last_on
    from {{ ref('fct_response') }}
    where account_id is not null and is_satisfied is not null
    group by account_id, {{ period_start("'year'", 'submitted_on') }}
),

hospitality as (
    select
        expenses.account_id,
        {{ period_start("'year'", 'expenses.spent_on') }} as year_start_on,
        sum({{ company_amount('expenses.expense_amount', 'expenses.currency_code', 'rates') }}) as hospitality_amount
    from {{ ref('stg_people__expense') }} as expenses
    cross join {{ source('config', 'company') }} as company
    left join {{ ref('int_exchange_rate') }} as rates
        on {{ rate_of_day('rates', 'expenses.currency_code', 'expenses.spent_on') }}
    where expenses.expense_type in ('entertainment', 'gift')
    group by expenses.account_id, {{ period_start("'year'", 'expenses.spent_on') }}
),

contacts as (
    select
        visits.account_id,
        {{ period_start("'year'", local_date('visits.start_at', 'company.time_zone')) }} as year_start_on,
        count(*) as visit_count,
        count(*) filter (where visits.purpose in ('value', 'service', 'quality')) as value_visit_count
    from {{ ref('stg_crm__visit') }} as visits
    cross join {{ source('config', 'company') }} as company
    group by visits.account_id, {{ period_start("'year'", local_date('visits.start_at', 'company.time_zone')) }}
),

final as (
    select
        answers.account_id,
        answers.owner_id,
        {{ period_id("'year'", 'answers.year_start_on') }} as period_id,
        answers.satisfied_share,
        answers.answer_count,
        -- what cannot be converted is not known, and is not nothing
        cast(case
            when hospitality.account_id is not null then hospitality.hospitality_amount
            when feeds.has_expenses then 0
        end as double) as hospitality_amount,
        {{- measured_counts('contacts', ['visit_count', 'value_visit_count'], 'feeds.has_visits') }}
        {{- measured_counts('events', ['loss_severity'], 'feeds.has_losses', 'double') }}
        {{ ratio('events.late_count', 'events.line_count') }} as late_share,
        cast(answers.last_on - customers.created_on as bigint) as tenure_days
    from answers
    cross join {{ ref('int_trace_feed') }} as feeds
    left join hospitality
        on answers.account_id = hospitality.account_id and answers.year_start_on = hospitality.year_start_on
    left join contacts
        on answers.account_id = contacts.account_id and answers.year_start_on = contacts.year_start_on
    left join {{ ref('int_account_event_period') }} as events
        on
            answers.account_id = events.account_id
            and answers.year_start_on = events.period_start_on
            and events.period_kind = 'year'
    left join {{ ref('dim_account') }} as customers
        on answers.account_id = customers.account_id
)

select * from final
