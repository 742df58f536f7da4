-- grain: one row per organisation unit and period with answers to a question about recommending
with

-- only 0 to 10 has promoters (9 and 10) and detractors (0 to 6)
answers as (
    select
        event_on,
        branch_id,
        case
            when scale_min <> 0 or scale_max <> 10 or answer_share is null then null
            when answer_share >= 0.9 then 1
            when answer_share <= 0.6 then -1
            else 0
        end as vote
    from {{ ref('int_item_answer') }}
    where item_kind = 'nps'
),

{{ kpi_cells(
    'C03',
    'answers',
    numerator='sum(vote)',
    denominator='count(vote)',
    n='count(vote)',
    covered='count(vote)',
    sum_of_squares='sum(vote * vote)',
) }}

select * from final
