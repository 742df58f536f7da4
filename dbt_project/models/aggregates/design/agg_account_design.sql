-- grain: one row per unit definition, survey, period and customer account (without one: what was booked on the unit)
with

placed as (
    select * from {{ ref('int_account_period') }}
),

accounts as (
    select
        placed.unit_definition_id,
        {{ unit_names('placed') }},
        placed.entity_id,
        placed.survey_id,
        placed.period_id,
        placed.period_start_on,
        placed.account_id,
        placed.segment as segment_code,
        placed.tier as tier_code,
        frames.is_eligible,
        {{- measured_counts('contacts', [
            'asked_count', 'bounced_count', 'completed_count', 'refused_count', 'independent_asked_count',
        ], 'feeds.has_invitations') }}
        {{- measured_counts('contacts', [
            'main_answer_count', 'main_satisfied_count', 'independent_answer_count', 'independent_satisfied_count',
        ]) }}
        {{- measured_counts('events', [
            'loss_severity', 'loss_count', 'complaint_count', 'prior_severity',
        ], 'feeds.has_losses', 'double') }}
        {{- measured_counts('events', ['late_count', 'line_count'], 'feeds.has_deliveries', 'double') }}
        -- in the thirty days before it was asked, or within the period where it was not
        case
            when addresses.account_id is not null
                then coalesce({{ has_day_between(
                    'addresses.edited_days',
                    'coalesce(placed.first_on - 30, placed.period_start_on)',
                    'coalesce(placed.first_on, placed.period_end_on)',
                ) }}, false)
        end as is_address_edited,
        coalesce(contacts.is_free_mail, addresses.is_free_mail) as is_free_mail,
        coalesce(contacts.is_employee_domain, addresses.is_employee_domain) as is_employee_domain,
        addresses.is_shared_address,
        -- no booking is no revenue; a booking that cannot be converted is not known
        cast(case
            when revenue.account_id is not null then revenue.revenue_amount
            when feeds.has_sales then 0
        end as double) as revenue_amount
    from placed
    cross join {{ ref('int_trace_feed') }} as feeds
    left join {{ ref('int_account_frame_period') }} as frames
        on {{ same_account_period('frames', 'placed') }}
    left join {{ ref('int_account_survey_period') }} as contacts
        on {{ same_account_period('contacts', 'placed') }}
    left join {{ ref('int_account_event_period') }} as events
        on {{ same_period('events', 'placed') }}
    left join {{ ref('int_account_revenue_period') }} as revenue
        on {{ same_period('revenue', 'placed') }}
    left join {{ ref('int_account_address') }} as addresses
        on placed.account_id = addresses.account_id
),

final as (
    select * from accounts
    union all by name
    select * from {{ ref('int_org_unit_event') }}
)

select * from final
