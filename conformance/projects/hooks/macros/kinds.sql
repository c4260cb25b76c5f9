{% macro with_defaults(a, b="two", c=none) %}{{ a }}-{{ b }}-{{ c }}{% endmacro %}
{% macro with_varargs(first) %}{{ first }}:{{ varargs | join("+") }}:{{ kwargs.items() | sort | list | join(";") }}{% endmacro %}
{% macro wrapped(tag) %}<{{ tag }}>{{ caller() }}</{{ tag }}>{% endmacro %}
{% macro each_item(items) %}{% for item in items %}{{ caller(item, loop.index) }}{% endfor %}{% endmacro %}
{% macro recursive(n) %}{{ n }}{% if n > 0 %},{{ recursive(n - 1) }}{% endif %}{% endmacro %}
{% macro returns_list() %}{% do return([1, 2, 3]) %}{% endmacro %}
{% macro returns_dict() %}{{ return({"x": returns_list(), "y": this.name}) }}{% endmacro %}
{% macro sets_namespace() %}{% set ns = namespace(total=0) %}{% for n in returns_list() %}{% set ns.total = ns.total + n %}{% endfor %}{{ ns.total }}{% endmacro %}
