-- grain: one row per survey, account and period for which a frame says whether it may be asked
with

kinds as (
    select distinct period_kind from {{ source('config', 'unit_definition') }}
),

frames as (
    select
        survey_id,
        account_id,
        is_eligible,
        {{ period_kind_of('period_label') }} as frame_kind,
        {{ period_first_day('period_label') }} as frame_start_on
    from {{ ref('stg_survey__frame') }}
),

-- the frame of a year is that of each of its quarters; a quarter has the frames of its months
spread as (
    select
        frames.survey_id,
        frames.account_id,
        kinds.period_kind,
        frames.is_eligible,
        cast(unnest(generate_series(
            {{ period_start('kinds.period_kind', 'frames.frame_start_on') }},
            {{ period_end('frames.frame_kind', 'frames.frame_start_on') }},
            {{ period_length('kinds.period_kind') }}
        )) as date) as period_start_on
    from frames
    cross join kinds
),

final as (
    select
        survey_id,
        account_id,
        period_kind,
        period_start_on,
        bool_or(is_eligible) as is_eligible
    from spread
    group by survey_id, account_id, period_kind, period_start_on
)

select * from final
