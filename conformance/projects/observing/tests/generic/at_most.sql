{#
  A file of a generic test may begin with a comment, and the tag that follows may take white space away.
#}
{%- test at_most(model, column_name, most, place=none) -%}
select * from {{ model }} where {{ column_name }} > {{ most }}
{%- if place is not none %} and exists (from {{ place }}){% endif %}
{%- endtest -%}
