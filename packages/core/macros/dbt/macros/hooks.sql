{# Pre- and post-hooks. Those outside a transaction first end the one that a new connection begins with. #}

{%- macro run_hooks(hooks, inside_transaction=True) -%}
  {%- for hook in hooks | selectattr('transaction', 'equalto', inside_transaction) -%}
    {%- if loop.first and not inside_transaction -%}
      {%- call statement(auto_begin=inside_transaction) %} commit; {% endcall -%}
    {%- endif -%}
    {%- set text = render(hook.get('sql')) | trim -%}
    {%- if text -%}
      {%- call statement(auto_begin=inside_transaction) %} {{ text }} {% endcall -%}
    {%- endif -%}
  {%- endfor -%}
{%- endmacro -%}

{# A hook in its dictionary form, as text: `config` reads it back. The blanks are dbt's: manifests show them. #}
{% macro make_hook_config(sql, inside_transaction) %}
    {{ tojson({'sql': sql, 'transaction': inside_transaction}) }}
{% endmacro %}

{% macro before_begin(sql) %}
    {{ make_hook_config(sql, inside_transaction=False) }}
{% endmacro %}

{% macro in_transaction(sql) %}
    {{ make_hook_config(sql, inside_transaction=True) }}
{% endmacro %}

{% macro after_commit(sql) %}
    {{ make_hook_config(sql, inside_transaction=False) }}
{% endmacro %}

{# Beyond dbt: makes what follows part of one transaction, for adapters that can undo DDL. #}
{%- macro tsmodel_ensure_transaction() -%}
  {%- do adapter.dispatch('tsmodel_ensure_transaction', 'dbt')() -%}
{%- endmacro -%}

{%- macro default__tsmodel_ensure_transaction() -%}{%- endmacro -%}
