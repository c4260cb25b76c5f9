{% macro m(a, b=1) %}{% endmacro %}{% macro n(a: string, b: list[int] = none) %}{{ a }}{% endmacro %}{% test t(model, arguments=none, x=none) %}select * from {{ model }}{% endtest %}
