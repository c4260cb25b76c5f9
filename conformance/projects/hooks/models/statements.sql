{% call statement("names", fetch_result=true, auto_begin=false) %}
  select id, name, amount, day, flag from {{ ref("seeded") }} order by id
{% endcall %}
{% set result = load_result("names") %}
{% set table = result["table"] if result else none %}
{% set queried = run_query("select max(id) as top, null as nothing from " ~ ref("seeded")) %}
select
  {% if execute %}
  '{{ result["response"] }}' as response,
  '{{ table.columns | map(attribute="name") | join(",") }}' as columns,
  '{{ table.columns[1].values() | join(",") }}' as names,
  {{ table.rows | length }} as rows_,
  $${{ table.rows[0] | join(" ") }}$$ as first_row,
  '{{ result["data"] | length }} {{ result["data"][1][1] }}' as data,
  $${{ queried.rows[0]["top"] }} {{ queried.columns["nothing"].values() }}$$ as queried,
  {% else %}
  'nothing yet' as response,
  {% endif %}
  $${{ dbt_utils_like() }}$$ as kinds
