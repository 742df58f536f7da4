-- grain: one row per unit definition, survey, period and customer account (without one: what was booked on the unit)
with

placed as (
    select * from {{ ref('int_account_period') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

feeds as (
    select
        (select count(*) > 0 from {{ ref('stg_survey__invitation') }}) as has_invitations,
        (select count(*) > 0 from {{ ref('stg_crm__contact') }}) as has_contacts,
        bool_or(loss_feed.is_present) as has_losses
    from {{ ref('int_loss_feed') }} as loss_feed
),

frames as (
    select
        survey_id,
        account_id,
        {{ period_first_day('period_label') }} as period_start_on,
        bool_or(is_eligible) as is_eligible
    from {{ ref('stg_survey__frame') }}
    group by survey_id, account_id, {{ period_first_day('period_label') }}
),

earlier as (
    select
        placed.unit_definition_id,
        placed.survey_id,
        placed.account_id,
        placed.period_start_on,
        sum(events.severity_grade) as prior_severity
    from placed
    cross join company
    inner join {{ ref('int_account_event') }} as events
        on
            placed.account_id = events.account_id
            and events.event_on between placed.period_start_on - company.severe_within_days and placed.period_start_on
    group by placed.unit_definition_id, placed.survey_id, placed.account_id, placed.period_start_on
),

edits as (
    select
        contacts.account_id,
        {{ local_date('changes.changed_at', 'company.time_zone') }} as changed_on
    from {{ ref('int_contact_address_change') }} as changes
    cross join company
    inner join {{ ref('stg_crm__contact') }} as contacts
        on changes.contact_id = contacts.contact_id
    where
        changes.changed_by_person_id is null
        or changes.changed_by_person_id in (select people.person_id from {{ ref('dim_person') }} as people)
),

-- edited in the thirty days before it was asked, or within the period where it was not
edited as (
    select distinct
        placed.unit_definition_id,
        placed.survey_id,
        placed.account_id,
        placed.period_start_on
    from placed
    inner join edits
        on placed.account_id = edits.account_id
    left join {{ ref('int_account_survey_period') }} as contacts
        on {{ same_account_period('contacts', 'placed') }}
    where
        edits.changed_on between coalesce(contacts.first_on - 30, placed.period_start_on)
        and coalesce(contacts.first_on, placed.period_end_on)
),

accounts as (
    select
        placed.unit_definition_id,
        placed.unit_definition_id || ':' || placed.survey_id || ':' || placed.entity_id || ':' || placed.period_id
            as unit_id,
        placed.unit_definition_id || ':' || placed.survey_id || ':' || placed.entity_id as subject_id,
        placed.entity_id,
        placed.survey_id,
        placed.period_id,
        placed.period_start_on,
        placed.account_id,
        placed.segment as segment_code,
        placed.tier as tier_code,
        frames.is_eligible,
        case when feeds.has_invitations then coalesce(contacts.asked_count, 0) end as asked_count,
        case when feeds.has_invitations then coalesce(contacts.bounced_count, 0) end as bounced_count,
        case when feeds.has_invitations then coalesce(contacts.completed_count, 0) end as completed_count,
        case when feeds.has_invitations then coalesce(contacts.refused_count, 0) end as refused_count,
        case when feeds.has_invitations then coalesce(contacts.independent_asked_count, 0) end
            as independent_asked_count,
        coalesce(contacts.main_answer_count, 0) as main_answer_count,
        coalesce(contacts.main_satisfied_count, 0) as main_satisfied_count,
        coalesce(contacts.independent_answer_count, 0) as independent_answer_count,
        coalesce(contacts.independent_satisfied_count, 0) as independent_satisfied_count,
        cast(case when feeds.has_losses then coalesce(events.loss_severity, 0) end as double) as loss_severity,
        cast(case when feeds.has_losses then coalesce(events.loss_count, 0) end as double) as loss_count,
        cast(case when feeds.has_losses then coalesce(events.complaint_count, 0) end as double) as complaint_count,
        cast(case when feeds.has_losses then coalesce(events.late_count, 0) end as double) as late_count,
        cast(case when feeds.has_losses then coalesce(events.line_count, 0) end as double) as line_count,
        cast(case when feeds.has_losses then coalesce(earlier.prior_severity, 0) end as double) as prior_severity,
        case when feeds.has_contacts then edited.account_id is not null end as is_address_edited,
        addresses.is_free_mail,
        addresses.is_employee_domain,
        addresses.is_shared_address,
        cast(revenue.revenue_amount as double) as revenue_amount
    from placed
    cross join feeds
    left join frames
        on
            placed.survey_id = frames.survey_id
            and placed.account_id = frames.account_id
            and placed.period_start_on = frames.period_start_on
    left join {{ ref('int_account_survey_period') }} as contacts
        on {{ same_account_period('contacts', 'placed') }}
    left join {{ ref('int_account_event_period') }} as events
        on {{ same_period('events', 'placed') }}
    left join {{ ref('int_account_revenue_period') }} as revenue
        on {{ same_period('revenue', 'placed') }}
    left join earlier
        on {{ same_judged_account('earlier', 'placed') }}
    left join edited
        on {{ same_judged_account('edited', 'placed') }}
    left join {{ ref('int_account_address') }} as addresses
        on placed.account_id = addresses.account_id
),

final as (
    select * from accounts
    union all by name
    select * from {{ ref('int_org_unit_event') }}
)

select * from final
