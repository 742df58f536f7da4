{#- Generic test: these columns are a key. No two rows share them, and none is empty but those that may be: where a row
    speaks of all accounts together, of nobody or of nothing that is known. -#}
{% test unique_key(model, columns, may_be_empty=[]) %}
    select {{ columns | join(', ') }}
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
    {% for column in columns if column not in may_be_empty %}
    or {{ column }} is null
    {% endfor %}
{% endtest %}
