-- grain: one row per unit definition, unit and period
with

accounts as (
    select * from {{ ref('int_unit_account_answered') }}
),

loss_feed as (
    select * from {{ ref('int_loss_feed') }}
),

units as (
    select
        {{ unit_columns() | join(',\n        ') }},
        {% for count in answer_count_columns() %}
        cast(sum({{ count }}) as bigint) as {{ count }},
        {% endfor %}
        count(answering_account_id) as account_count,
        -- an account with a severe loss is content only where every one of these answers is
        {{ severe_accounts('', 'answered_count') }},
        {{ severe_accounts('conflicted_', 'conflicted_count') }},
        {{ severe_accounts('independent_', 'independent_count') }}
    from accounts
    group by {{ unit_columns() | join(', ') }}
),

named as (
    select
        *,
        unit_definition_id || ':' || survey_id || ':' || {{ unit_dimensions('units') }} as subject_id,
        {{ period_id('period_kind', 'period_start_on') }} as period_id
    from units
),

final as (
    select
        named.subject_id || ':' || named.period_id as unit_id,
        named.unit_definition_id,
        named.subject_id,
        named.survey_id,
        named.period_kind,
        named.period_id,
        named.period_start_on,
        named.owner_id,
        named.account_id,
        named.branch_id,
        named.team_id,
        named.collector_id,
        named.collector_org_code,
        named.channel_code,
        {% for count in answer_count_columns() %}
        named.{{ count }},
        {% endfor %}
        named.account_count,
        named.severe_account_count,
        named.severe_satisfied_account_count,
        named.conflicted_severe_account_count,
        named.conflicted_severe_satisfied_account_count,
        named.independent_severe_account_count,
        named.independent_severe_satisfied_account_count,
        loss_feed.is_present as loss_feed_present
    from named
    cross join loss_feed
)

select * from final
