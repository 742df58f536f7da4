-- grain: one row per organisation unit and period with answers to the year's main survey
with

-- counted first, because a stake is told once per owner, asking party and day
answers as (
    select
        responses.owner_id,
        responses.collector_id,
        responses.collector_org_code,
        responses.submitted_on as event_on,
        responses.branch_id,
        count(*) as answered_count
    from {{ ref('fct_response') }} as responses
    inner join {{ ref('int_main_survey') }} as main_surveys
        on
            responses.survey_id = main_surveys.survey_id
            and main_surveys.year_start_on = {{ period_start("'year'", 'responses.submitted_on') }}
    where responses.is_satisfied is not null
    group by all
),

staked as (
    select
        answers.*,
        stakes.conflict_stake
    from answers
    inner join {{ ref('int_asked_stake') }} as stakes
        on {{ same_asked('answers', 'stakes', 'event_on') }}
),

-- where nobody says who asked there is no stake to weigh: it shows as not covered
{{ kpi_cells(
    'I03',
    'staked',
    numerator='sum(answered_count * conflict_stake)',
    denominator='sum(answered_count) filter (where conflict_stake is not null)',
    n='sum(answered_count)',
    covered='coalesce(sum(answered_count) filter (where conflict_stake is not null), 0)',
    coverage_of='sum(answered_count)',
) }}

select * from final
