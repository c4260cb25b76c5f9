-- depends_on: {{ ref("audited_two") }}
{% set facts = [] %}
{% if execute %}
  {% for node in graph.nodes.values() if node.resource_type == "model" and node.name.startswith("audited") %}
    {% do facts.append({"name": node.name, "path": node.path, "fqn": node.fqn | join("."), "hooks": node.config["pre-hook"] | length}) %}
  {% endfor %}
{% endif %}
{% for fact in facts | sort(attribute="name") %}
select '{{ fact.name }}' as name, '{{ fact.path }}' as path, '{{ fact.fqn }}' as fqn, {{ fact.hooks }} as hooks{{ " union all" if not loop.last }}
{% else %}
select null as name, null as path, null as fqn, null as hooks
{% endfor %}
