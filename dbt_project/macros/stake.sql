{#- Whether a KPI is the satisfaction figure, as the project's variable names it. -#}
{% macro is_satisfaction_kpi(kpi) -%}
    {{ kpi }} in ({% for id in var('satisfaction_kpis') %}'{{ id }}'{{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}

{#- Whether a KPI weighs losses, as the project's variable names them. -#}
{% macro is_loss_kpi(kpi) -%}
    {{ kpi }} in ({% for id in var('loss_kpis') %}'{{ id }}'{{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}

{#- What the asking party has to do with the owner of an answer (essay.md A32), the strongest tie first; null where nobody
    says who asked. Needs the relations asked, owners, collectors, measured and superiors. -#}
{% macro stake_rule() -%}
    case
        when asked.collector_org_code in ('third_party', 'self') then 'outside'
        when asked.collector_id = asked.owner_id then 'owner'
        when owners.team_id = collectors.team_id then 'same_team'
        when {{ is_superior('asked.owner_id', 'asked.collector_id') }} then 'superior'
        when {{ is_superior('asked.collector_id', 'asked.owner_id') }} then 'superior'
        when exists (
            select 1
            from measured
            where measured.person_id = asked.collector_id and {{ holds_on('measured', 'asked.submitted_on') }}
        ) then 'own_bonus'
        when asked.collector_org_code is not null or collectors.person_id is not null then 'own_staff'
    end
{%- endmacro %}

{#- Whether one is the other's superior on the day of an answer. -#}
{% macro is_superior(person, superior) -%}
    exists (
        select 1
        from superiors
        where
            superiors.person_id = {{ person }}
            and superiors.manager_person_id = {{ superior }}
            and {{ holds_on('superiors', 'asked.submitted_on') }}
    )
{%- endmacro %}

{#- How much each tie weighs, as essay.md A32 sets it: it says where to look and is no finding. -#}
{% macro stake_of_rule(rule) -%}
    case {{ rule }}
        when 'owner' then 1.0
        when 'same_team' then 0.8
        when 'superior' then 0.8
        when 'own_bonus' then 0.6
        when 'own_staff' then 0.3
        when 'outside' then 0.0
    end
{%- endmacro %}

{#- Whether something that is dated from and to holds on a day; an open end is open. -#}
{% macro holds_on(dated, day) -%}
    {{ day }} >= coalesce({{ dated }}.valid_from_on, {{ day }})
    and {{ day }} <= coalesce({{ dated }}.valid_to_on, {{ day }})
{%- endmacro %}

{#- Last day of something dated that may have left its list of snapshots. -#}
{% macro last_day(dated, batches) -%}
    least({{ dated }}.valid_to_on, case when {{ dated }}.is_deleted then {{ batches }}.as_of_on end)
{%- endmacro %}

{#- Join condition: the stake of an answer is that of its owner, asking party and day. -#}
{% macro same_asked(answers, stakes, day) -%}
    {{ answers }}.owner_id is not distinct from {{ stakes }}.owner_id
    and {{ answers }}.collector_id is not distinct from {{ stakes }}.collector_id
    and {{ answers }}.collector_org_code is not distinct from {{ stakes }}.collector_org_code
    and {{ answers }}.{{ day }} = {{ stakes }}.submitted_on
{%- endmacro %}
