{%- set kinds = {"small": 1, "large": 100} %}
{% for name, size in kinds.items() -%}
  {%- if not loop.first %} union all {% endif %}
  select '{{ name | upper }}' as kind, {{ size }} as size, '{{ loop.index }}/{{ loop.length }}' as place
{%- endfor %}
{# a comment
   over lines #}
union all
select '{{ var("list_of") | join("+") }}', {{ var("nested").deep.value }}, '{{ var("start") }}'
{% raw %}-- {{ stays }} {% endraw %}
{% if var("region") in ("eu", "us") and not var("absent", false) %}union all select 'in', {{ 7 // 2 }}, '{{ "%05.1f" | format(3.14159) }}'{% endif %}
{% filter upper %}union all select 'filtered', 0, 'x'{% endfilter %}
{% do kinds.update({"later": 3}) %}
union all select '{{ kinds | list | sort | join(",") }}', {{ kinds.values() | sum }}, '{{ ("a", "b", "c")[1:] | join }}{{ "abc"[::-1] }}{{ 1 if false else 2 }}{{ none is none }}'
{{ "" if false }}
