-- No two counted losses are reports of the same one: same source row, same account, amounts within one per cent.
{{ config(meta={'dagster': {'ref': {'name': 'fct_loss'}}}) }}

select
    earlier.loss_id,
    later.loss_id as same_loss_id
from {{ ref('fct_loss') }} as earlier
inner join {{ ref('fct_loss') }} as later
    on
        earlier.source_table = later.source_table
        and earlier.source_id = later.source_id
        and earlier.account_id is not distinct from later.account_id
        and earlier.currency_code = later.currency_code
        and earlier.loss_id < later.loss_id
where
    abs(earlier.loss_amount - later.loss_amount) <= 0.01 * least(abs(earlier.loss_amount), abs(later.loss_amount))
