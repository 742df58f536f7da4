{#- What the design of a scorecard is held to, beside whether it is lived (mart_maturity). -#}
{% macro design_rules() -%}
    (
        values
        ('weights_sum_to_100'), ('every_kpi_has_an_owner'), ('every_kpi_has_a_source'), ('some_kpi_leads'),
        ('four_perspectives'), ('satisfaction_below_100_percent'), ('external_loss_is_scored'),
        ('external_loss_weighs_in_appraisal')
    ) as rules (rule_code)
{%- endmacro %}
