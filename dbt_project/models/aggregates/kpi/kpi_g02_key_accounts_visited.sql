-- grain: one row per organisation unit with key accounts and period of the company
with

contacts as (
    select
        account_id,
        is_counted,
        cast(start_local_at as date) as visited_on
    from {{ ref('int_executive_contact') }}
),

-- a key account is one of today; what was one in earlier years nobody wrote down
key_accounts as (
    select * from {{ ref('dim_account') }}
    where tier = 'key' and is_customer
),

-- the twelve months that end with the period, or today
asked as (
    select
        periods.period_kind,
        periods.period_start_on,
        key_accounts.account_id,
        key_accounts.branch_id,
        periods.last_on
    from {{ ref('int_company_period') }} as periods
    inner join key_accounts
        on periods.last_on >= coalesce(key_accounts.created_on, periods.period_start_on)
),

visited as (
    select
        asked.period_kind,
        asked.period_start_on,
        asked.account_id,
        any_value(asked.branch_id) as branch_id,
        coalesce(bool_or(contacts.is_counted), false) as is_visited,
        -- without any record of an executive in those months nobody knows
        (select min(visits.visited_on) from contacts as visits) <= any_value(asked.last_on)
        and (select max(visits.visited_on) from contacts as visits) > any_value(asked.last_on) - interval '12 months'
            as is_known
    from asked
    left join contacts
        on
            asked.account_id = contacts.account_id
            and contacts.visited_on > asked.last_on - interval '12 months'
            and contacts.visited_on <= asked.last_on
    group by asked.period_kind, asked.period_start_on, asked.account_id
),

{{ kpi_standing_cells('G02', 'visited', numerator='count(*) filter (where is_visited)') }}

select * from final
