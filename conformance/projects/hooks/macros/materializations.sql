{% materialization copied_view, adapter="duckdb" %}
  {%- set target_relation = this.incorporate(type="view") -%}
  {{ run_hooks(pre_hooks) }}
  {% call statement("main") -%}
    create or replace view {{ target_relation }} as {{ sql }}
  {%- endcall %}
  {% call statement("counted", fetch_result=true) %}select count(*) as n from {{ target_relation }}{% endcall %}
  {% set n = load_result("counted")["data"][0][0] %}
  {% do run_query("comment on view " ~ target_relation ~ " is 'rows: " ~ n ~ ", level " ~ config.get("level", default=1) ~ "'") %}
  {{ run_hooks(post_hooks) }}
  {% do adapter.commit() %}
  {{ return({"relations": [target_relation]}) }}
{% endmaterialization %}

{% materialization nothing_at_all, default %}
  {% call noop_statement("main", "DID NOTHING", "NOTHING") %}{% endcall %}
  {{ return({"relations": []}) }}
{% endmaterialization %}
