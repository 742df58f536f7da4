-- grain: one row per unit and account that answered in it (anonymous answers share one row)
{{ config(materialized='table') }}

with

answers as (
    select * from {{ ref('int_answer_unit') }}
    where missing_dimension is null
),

final as (
    select
        unit_definition_id,
        period_kind,
        period_start_on,
        survey_id,
        owner_id,
        account_id,
        branch_id,
        team_id,
        collector_id,
        collector_org_code,
        channel_code,
        answering_account_id,
        count(*) as answered_count,
        count(*) filter (where is_satisfied) as satisfied_count,
        count(*) filter (where is_top) as top_count,
        count(*) filter (where is_conflicted) as conflicted_count,
        count(*) filter (where is_conflicted and is_satisfied) as conflicted_satisfied_count,
        count(*) filter (where is_conflicted and is_top) as conflicted_top_count,
        count(*) filter (where is_independent) as independent_count,
        count(*) filter (where is_independent and is_satisfied) as independent_satisfied_count,
        count(*) filter (where is_independent and is_top) as independent_top_count,
        count(*) filter (where is_collector_known) as collector_known_count,
        bool_or(had_severe_loss) as is_severe,
        bool_or(had_severe_loss and is_conflicted) as is_conflicted_severe,
        bool_or(had_severe_loss and is_independent) as is_independent_severe
    from answers
    group by
        unit_definition_id,
        period_kind,
        period_start_on,
        survey_id,
        owner_id,
        account_id,
        branch_id,
        team_id,
        collector_id,
        collector_org_code,
        channel_code,
        answering_account_id
)

select * from final
