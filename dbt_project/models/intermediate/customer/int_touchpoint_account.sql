-- grain: one row per touchpoint, year and account with a contact there, with what became of the account
with

company as (
    select * from {{ source('config', 'company') }}
),

events as (
    select
        events.touchpoint_id,
        events.account_id,
        {{ period_start("'year'", local_date('events.occurred_at', 'company.time_zone')) }} as year_start_on,
        company.satisfied_from,
        coalesce(
            {{ ratio('events.touchpoint_score - events.scale_min', 'events.scale_max - events.scale_min') }},
            responses.rating_share
        ) as score_share
    from {{ ref('stg_crm__touchpoint_event') }} as events
    cross join company
    left join {{ ref('fct_response') }} as responses
        on events.response_id = responses.response_id
    where events.account_id is not null and events.occurred_at is not null
),

-- a score outside its scale is none
scored as (
    select
        touchpoint_id,
        account_id,
        year_start_on,
        count(*) as contact_count,
        count(*) filter (where score_share between 0 and 1) as scored_count,
        count(*) filter (where score_share between 0 and 1 and round(score_share, 9) >= satisfied_from)
            as satisfied_count,
        coalesce({{ float_sum('score_share') }} filter (where score_share between 0 and 1), 0) as score_sum,
        coalesce({{ float_sum('score_share * score_share') }} filter (where score_share between 0 and 1), 0)
            as score_squares
    from events
    group by touchpoint_id, account_id, year_start_on
),

decisions as (
    select
        account_id,
        {{ period_start("'year'", 'close_on') }} as year_start_on,
        bool_or(is_won) as is_won
    from {{ ref('stg_crm__opportunity') }}
    where is_closed and is_won is not null
    group by account_id, {{ period_start("'year'", 'close_on') }}
),

final as (
    select
        scored.*,
        case when scored.scored_count > 0 then scored.satisfied_count * 2 >= scored.scored_count end as is_content,
        decisions.account_id is not null as is_decided,
        coalesce(decisions.is_won, false) as is_won,
        -- who is gone without a day, or was gone before, cannot be seen to stay or to leave
        coalesce(
            customers.is_customer
            and (customers.lost_on >= scored.year_start_on or customers.status is distinct from 'lost'),
            false
        ) as is_open,
        coalesce(customers.lost_on >= scored.year_start_on + interval '24 months', true) as is_stayed
    from scored
    left join decisions
        on scored.account_id = decisions.account_id and scored.year_start_on = decisions.year_start_on
    left join {{ ref('dim_account') }} as customers
        on scored.account_id = customers.account_id
)

select * from final
