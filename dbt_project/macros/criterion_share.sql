{#- The ten criteria of implementation (essay.md A45), the figure that each rests on and where its evidence stands. -#}
{% macro maturity_criteria() -%}
    (
        values
        (1, 'independence', 'I04', 'fct_kpi_value I04'),
        (2, 'coverage', 'I01', 'fct_kpi_value I01'),
        (3, 'contradiction_free', 'I05', 'fct_kpi_value I05'),
        (4, 'closure', 'P08', 'mart_complaint_closure'),
        (5, 'executive_time', 'G01', 'mart_executive_time'),
        (6, 'research_orientation', 'G04', 'mart_rd_orientation'),
        (7, 'iron_triangle', 'G03', 'mart_triangle'),
        (8, 'value_proof', 'value', 'mart_customer_value total_cost'),
        (9, 'touchpoint_coverage', 'touchpoint', 'mart_touchpoint'),
        (10, 'incentive_hygiene', 'I03', 'fct_kpi_value I03')
    ) as criteria (criterion_no, criterion_code, kpi_id, evidence)
{%- endmacro %}

{#- How far a criterion of implementation is met, from what was measured. Null stays null: `least` would make it a zero. -#}
{% macro criterion_share(code, measured) -%}
    case
        when {{ measured }} is null then null
        when {{ code }} = 'executive_time' then least(1, 3 * {{ measured }})
        when {{ code }} in ('contradiction_free', 'incentive_hygiene') then greatest(0, 1 - {{ measured }})
        else least(1, greatest(0, {{ measured }}))
    end
{%- endmacro %}
