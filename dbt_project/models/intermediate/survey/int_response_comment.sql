-- grain: one row per answered questionnaire with remarks in rows of their own, taken together
with

final as (
    select
        response_id,
        cast(sum(comment_text_length) as integer) as comment_length,
        cast(sum(comment_text_line_count) as integer) as comment_line_count,
        -- the longest remark is the one that can be copied
        arg_max(comment_text_hash, (comment_text_length, item_id)) as comment_hash,
        bool_or(comment_text_is_praise) as is_praise,
        bool_or(comment_text_is_begging) as is_begging
    from {{ ref('stg_survey__comment') }}
    where comment_text_hash is not null
    group by response_id
)

select * from final
