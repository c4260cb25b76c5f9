{% macro note(text) %}
  insert into {{ target.schema }}.notes
  select count(*) + 1, '{{ text | replace("'", "''") }}' from {{ target.schema }}.notes
{% endmacro %}

{% macro note_results(results) %}
  {% for result in results | sort(attribute="node.unique_id") %}
    {{ note(result.node.unique_id ~ " " ~ result.status ~ " " ~ result.message ~ " " ~ (result.failures or 0)) }};
  {% endfor %}
{% endmacro %}
