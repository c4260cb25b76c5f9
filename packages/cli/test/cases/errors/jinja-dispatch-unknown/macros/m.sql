{% macro euros(x) %}{{ return(adapter.dispatch('euro', 'shop')(x)) }}{% endmacro %}
{% macro default__euros(x) %}{{ x }} / 100{% endmacro %}
