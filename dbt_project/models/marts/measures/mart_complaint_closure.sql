-- grain: one row per organisation unit and month, quarter or year of the company
with

complaints as (
    select * from {{ ref('int_complaint') }}
),

-- what a mailbox counted itself; a quarter says nothing of its months
mailbox as (
    select
        kinds.period_kind,
        {{ period_start('kinds.period_kind', period_first_day('counts.period_label')) }} as period_start_on,
        cast(sum(counts.received_count) as bigint) as received_count
    from {{ ref('stg_quality__mailbox_count') }} as counts
    inner join ({{ period_kinds() }}) as kinds
        on {{ fits_into(period_kind_of('counts.period_label'), 'kinds.period_kind') }}
    group by all
),

counted as (
    select
        units.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'complaints.received_on') }} as period_start_on,
        count(*) as registered_count,
        count(*) filter (where complaints.channel_code = 'exec_mailbox') as mailbox_registered_count,
        count(*) filter (where complaints.is_acknowledgement_due) as acknowledgement_due_count,
        count(*) filter (where complaints.is_acknowledgement_due and complaints.is_acknowledged_in_time)
            as acknowledged_in_time_count,
        {{ counts_of({
            'root_cause_count': 'has_root_cause', 'due_count': 'due_on is not null',
            'confirmed_in_time_count': 'is_confirmed_in_time and due_on is not null',
            'closed_count': 'closed_on is not null',
            'closed_unconfirmed_count': 'closed_on is not null and not is_confirmed',
            'reopened_count': 'is_reopened', 'repeated_count': 'is_repeated',
            'executive_followed_count': 'is_executive_followed',
        }) }},
        cast(quantile_cont(complaints.open_days, 0.9) as double) as open_days_p90
    from complaints
    cross join ({{ period_kinds() }}) as kinds
    cross join {{ org_units('complaints') }}
    where units.org_unit_id is not null
    group by all
),

final as (
    select
        units.org_unit_id,
        periods.period_kind,
        periods.period_id,
        periods.period_start_on,
        -- the mailbox belongs to the company and to none of its branches
        case when units.org_unit_id = 'company' then mailbox.received_count end as received_count,
        counted.* exclude (org_unit_id, period_kind, period_start_on),
        {{ ratio('counted.mailbox_registered_count', 'mailbox.received_count') }} as reconciliation_share,
        case
            when counted.registered_count > 0 then 'measured'
            when exists (select 1 from complaints) then 'no_events'
            else 'not_measured'
        end as measured_code
    from {{ ref('int_company_period') }} as periods
    cross join {{ ref('dim_org_unit') }} as units
    left join counted
        on
            periods.period_kind = counted.period_kind and periods.period_start_on = counted.period_start_on
            and units.org_unit_id = counted.org_unit_id
    left join mailbox
        on
            periods.period_kind = mailbox.period_kind and periods.period_start_on = mailbox.period_start_on
            and units.org_unit_id = 'company'
)

select * from final
