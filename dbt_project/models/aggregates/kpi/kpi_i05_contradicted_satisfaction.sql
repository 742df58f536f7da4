-- grain: one row per organisation unit and period in which customers answered after a severe loss
with

main_surveys as (
    select * from {{ ref('int_main_survey') }}
),

answers as (
    select
        units.org_unit_id,
        responses.account_id,
        responses.month_start_on,
        responses.is_satisfied
    from {{ ref('fct_response') }} as responses
    inner join main_surveys
        on
            responses.survey_id = main_surveys.survey_id
            and main_surveys.year_start_on = {{ period_start("'year'", 'responses.month_start_on') }}
    cross join {{ org_units('responses') }}
    where
        responses.had_severe_loss
        and responses.is_satisfied is not null
        and responses.account_id is not null
        and units.org_unit_id is not null
),

-- one dissatisfied answer is enough: the customer did say so
accounts as (
    select
        answers.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'answers.month_start_on') }} as period_start_on,
        answers.account_id,
        bool_and(answers.is_satisfied) as is_satisfied
    from answers
    cross join ({{ period_kinds() }}) as kinds
    group by
        answers.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'answers.month_start_on') }},
        answers.account_id
),

final as (
    select
        'I05' as kpi_id,
        org_unit_id,
        period_kind,
        period_start_on,
        cast(count(*) filter (where is_satisfied) as double) as numerator,
        cast(count(*) as double) as denominator,
        count(*) as n,
        count(*) as covered_count,
        count(*) as coverage_of_count,
        cast(null as double) as sum_of_squares
    from accounts
    group by org_unit_id, period_kind, period_start_on
)

select * from final
