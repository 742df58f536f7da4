-- grain: one row per satisfaction cell and rating
with

answers as (
    select * from {{ ref('fct_response') }}
    where is_satisfied is not null
),

counted as (
    select
        {{ cell_columns() | join(',\n        ') }},
        rating,
        count(*) as answered_count
    from answers
    group by {{ cell_columns() | join(', ') }}, rating
),

final as (
    select
        {{ joined_key(cell_columns(), 'counted') }} as cell_id,
        rating,
        answered_count
    from counted
)

select * from final
