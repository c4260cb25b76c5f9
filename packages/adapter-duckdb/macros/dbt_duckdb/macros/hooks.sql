{# As dbt's own, without the commit ahead: a DuckDB connection does not begin with an open transaction. #}
{%- macro run_hooks(hooks, inside_transaction=True) -%}
  {%- for hook in hooks | selectattr('transaction', 'equalto', inside_transaction) -%}
    {%- set text = render(hook.get('sql')) | trim -%}
    {%- if text -%}
      {%- call statement(auto_begin=inside_transaction) %} {{ text }} {% endcall -%}
    {%- endif -%}
  {%- endfor -%}
{%- endmacro -%}
