-- grain: one row per organisation unit and period with answers to a question about effort
with

-- the top three of seven call it easy, and what stands as high on another scale
answers as (
    select
        event_on,
        branch_id,
        round(answer_share, 9) >= round(4 / 6.0, 9) as is_easy
    from {{ ref('int_item_answer') }}
    where item_kind = 'ces'
),

{{ kpi_cells(
    'C04',
    'answers',
    numerator='count(*) filter (where is_easy)',
    denominator='count(is_easy)',
    n='count(is_easy)',
    covered='count(is_easy)',
) }}

select * from final
