/** Templates of the kinds that dbt projects are made of. Each gets its context as plain JSON. */

const columns = Array.from({ length: 20 }, (_, i) => ({
  name: `column_${i}`,
  type: i % 3 === 0 ? "integer" : "varchar",
  pii: i % 7 === 0,
}));

export const templates = [
  {
    name: "A",
    what: "star, pivot and a date spine: 400 macro calls",
    context: {
      columns,
      excluded: ["column_3", "column_8"],
      statuses: ["placed", "shipped", "returned", "lost", "completed"],
      days: 365,
    },
    source: `{% macro quote(name) %}"{{ name }}"{% endmacro -%}
{% macro star(columns, excluded, prefix='') -%}
{% for c in columns if c.name not in excluded %}{{ prefix }}{{ quote(c.name) }}{% if not loop.last %}, {% endif %}
{% endfor %}
{%- endmacro %}
{% macro pivot(column, values, agg='sum', then_value=1) -%}
{% for v in values %}{{ agg }}(case when {{ quote(column) }} = '{{ v|replace("'", "''") }}' then {{ then_value }} else 0 end) as {{ quote(column ~ '_' ~ v) }}{% if not loop.last %},{% endif %}
{% endfor %}
{%- endmacro -%}
with source as (
  select {{ star(columns, excluded, 't.') }} from raw.orders as t
), pivoted as (
  select customer_id, {{ pivot('status', statuses) }} from source group by 1
), spine as (
{% for i in range(days) %}  select date '2024-01-01' + {{ i }} as {{ quote('day') }}{% if not loop.last %} union all{% endif %}
{% endfor %})
select * from pivoted cross join spine {# the end #}
`,
  },
  {
    name: "B",
    what: "union of 12 relations: append, update, map, in",
    nunjucks: false,
    context: {
      relations: Array.from({ length: 12 }, (_, r) => ({
        name: `relation_${r}`,
        columns: columns.slice(r % 4, 20 - (r % 5)),
      })),
    },
    source: `{%- set ordered = [] -%}
{%- set types = {} -%}
{%- for relation in relations -%}
  {%- for c in relation.columns -%}
    {%- if c.name not in ordered -%}{%- do ordered.append(c.name) -%}{%- endif -%}
    {%- do types.update({c.name: c.type if c.name not in types else types[c.name]}) -%}
  {%- endfor -%}
{%- endfor -%}
{%- for relation in relations %}
{%- set own = relation.columns|map(attribute='name')|map('lower')|list %}
(
  select cast('{{ relation.name }}' as varchar) as _source,
{% for name in ordered %}    cast({{ name if name in own else 'null' }} as {{ types[name]|upper }}) as "{{ name }}"{{ "," if not loop.last }}
{% endfor %}  from {{ relation.name }}
)
{% if not loop.last %}union all{% endif %}
{%- endfor %}
-- {{ ordered|join(', ') }} / {{ relations|map(attribute='name')|join(' ') }} / {{ columns|default([])|length }}
`,
  },
  {
    name: "C",
    what: "1,020 nested macro calls with keyword arguments",
    context: { rows: 20, cells: 50 },
    source: `{% macro cell(value, width=10, align='left') %}[{{ align }}:{{ value }}:{{ width }}]{% endmacro -%}
{% macro row(number, cells=10, separator='|') %}{% for i in range(cells) %}{{ cell(i + number, width=12, align='right') }}{{ separator }}{% endfor %}{% endmacro -%}
{% for r in range(rows) %}{{ row(r, cells=cells) }}
{% endfor %}`,
  },
];
