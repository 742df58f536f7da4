-- grain: one row per touchpoint and year of the company; a company without a catalogue has one row a year that says so
with

years as (
    select * from {{ ref('int_company_period') }}
    where period_kind = 'year'
),

catalogue as (
    select
        *,
        stated_weight / nullif(sum(stated_weight) over (), 0) as stated_weight_share
    from {{ ref('stg_crm__touchpoint') }}
    where not coalesce(is_deleted, false)
),

-- of a touchpoint that was told twice about one customer the share of content scores stands for the customer
accounts as (
    select * from {{ ref('int_touchpoint_account') }}
),

counted as (
    select
        touchpoint_id,
        year_start_on,
        cast(sum(contact_count) as bigint) as contact_count,
        cast(sum(scored_count) as bigint) as scored_count,
        cast(sum(satisfied_count) as bigint) as satisfied_count,
        sum(score_sum) as score_sum,
        sum(score_squares) as score_squares,
        {{ met_counts('decided', 'won') }},
        {{ met_counts('open', 'stayed') }}
    from accounts
    group by touchpoint_id, year_start_on
),

final as (
    select
        years.period_id,
        years.period_start_on,
        catalogue.touchpoint_id,
        catalogue.touchpoint_name,
        catalogue.stage,
        catalogue.is_key,
        cast(catalogue.stated_weight_share as double) as stated_weight_share,
        coalesce(counted.contact_count, 0) as contact_count,
        {{ withheld('counted.scored_count') }} as scored_count,
        {{ withheld('counted.satisfied_count') }} as satisfied_count,
        {{ withheld(ratio('counted.satisfied_count', 'counted.scored_count')) }} as satisfied_share,
        {{ withheld(ratio('counted.score_sum', 'counted.scored_count')) }} as score_mean,
        {{ withheld('cast(counted.score_squares as double)') }} as score_squares,
        {{ withheld_counts(['decided', 'won', 'open', 'stayed']) }},
        withheld.cell_id is not null as is_withheld,
        case
            when catalogue.touchpoint_id is null then 'not_measured'
            when counted.scored_count > 0 then 'measured'
            when counted.contact_count > 0 then 'not_scored'
            else 'no_events'
        end as measured_code
    from years
    left join catalogue
        on true
    left join counted
        on catalogue.touchpoint_id = counted.touchpoint_id and years.period_start_on = counted.year_start_on
    left join {{ ref('int_opinion_withheld') }} as withheld
        on withheld.cell_id = {{ touchpoint_cell_id('catalogue', 'years.period_start_on') }}
)

select * from final
