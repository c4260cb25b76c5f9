{% macro twice(x) %}{{ x * 2 }}{% endmacro %} {% macro shop__note(what) %}x{% endmacro %}
