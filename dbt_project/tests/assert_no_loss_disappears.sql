-- Every loss that arrived is counted, or names the loss that is counted in its place.
{{ config(meta={'dagster': {'ref': {'name': 'fct_loss'}}}) }}

select arrived.loss_id
from {{ ref('int_loss_matched') }} as arrived
left join {{ ref('fct_loss') }} as counted
    on arrived.loss_id = counted.loss_id
where (counted.loss_id is null) = arrived.is_counted
