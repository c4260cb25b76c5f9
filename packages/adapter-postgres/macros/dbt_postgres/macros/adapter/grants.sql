{# Who may do what with a relation, as far as the profile's user granted it. #}

{%- macro postgres__get_show_grant_sql(relation) -%}
  select grantee, privilege_type
  from {{ relation.information_schema('role_table_grants') }}
  where grantor = current_role
    and grantee != current_role
    and table_schema = '{{ relation.schema }}'
    and table_name = '{{ relation.identifier }}'
{%- endmacro -%}

{# A table that takes another's place has none of its grants. #}
{% macro postgres__copy_grants() %}{{ return(False) }}{% endmacro %}
