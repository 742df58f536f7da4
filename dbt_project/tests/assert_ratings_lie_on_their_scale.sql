-- A rating outside its scale means that mapping or survey item states the wrong scale; such answers are not scored.
{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'fct_response'}}}) }}

select
    survey_id,
    survey_version,
    rating,
    scale_min,
    scale_max,
    count(*) as response_count
from {{ ref('fct_response') }}
where rating < scale_min or rating > scale_max
group by survey_id, survey_version, rating, scale_min, scale_max
