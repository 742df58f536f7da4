-- grain: one row per back-check of an answer that counts, on its own scale
with

checks as (
    select
        checks.* exclude (scale_min, scale_max, scale_direction, is_reached),
        -- a scale is taken from one place as a whole: the back-check's, else that of the answer it asks again
        case when checks.scale_max is null then responses.scale_min else checks.scale_min end as scale_min,
        coalesce(checks.scale_max, responses.scale_max) as scale_max,
        case
            when checks.scale_max is null then responses.scale_direction
            else coalesce(checks.scale_direction, 'high_good')
        end as scale_direction,
        coalesce(checks.is_reached, checks.rating is not null) as is_reached
    from {{ ref('stg_survey__back_check') }} as checks
    inner join {{ ref('fct_response') }} as responses
        on checks.response_id = responses.response_id
),

rated as (
    select
        *,
        {{ rating_share('rating', 'checks') }} as rating_share
    from checks
),

final as (
    select
        rated.back_check_id,
        rated.response_id,
        rated.rechecked_at,
        {{ local_date('rated.rechecked_at', 'company.time_zone') }} as rechecked_on,
        rated.rechecker_person_id,
        coalesce(rated.is_independent, false) as is_independent,
        rated.is_reached,
        rated.is_participation_confirmed,
        rated.scale_min,
        rated.scale_max,
        rated.scale_direction,
        rated.rating_share,
        round(rated.rating_share, 9) >= company.satisfied_from as is_satisfied,
        rated.rating_share = 1 as is_top
    from rated
    cross join {{ source('config', 'company') }} as company
)

select * from final
