{# Functions of dates in Postgres. #}

{% macro postgres__dateadd(datepart, interval, from_date_or_timestamp) %}
    {{ from_date_or_timestamp }} + ((interval '1 {{ datepart }}') * ({{ interval }}))
{% endmacro %}

{#
  How many borders of the unit lie between two dates. Years are counted, and so are days; other units are made from the
  next larger one and the parts of both dates below it.
#}
{% macro postgres__datediff(first_date, second_date, datepart) -%}
  {%- set larger = {
    'quarter': ('year', 4, 'date'), 'month': ('year', 12, 'date'), 'hour': ('day', 24, 'timestamp'), 'minute': ('hour', 60, 'timestamp'),
    'second': ('minute', 60, 'timestamp'), 'millisecond': ('minute', 60000, 'timestamp'), 'microsecond': ('minute', 60000000, 'timestamp'),
  } -%}
  {%- if datepart == 'year' -%}
    (date_part('year', ({{ second_date }})::date) - date_part('year', ({{ first_date }})::date))
  {%- elif datepart == 'day' -%}
    (({{ second_date }})::date - ({{ first_date }})::date)
  {%- elif datepart == 'week' -%}
    {# Whole weeks, and one more if the days that are left over pass a Sunday. #}
    {%- set later_weekday = "date_part('dow', (" ~ first_date ~ ")::timestamp) <= date_part('dow', (" ~ second_date ~ ")::timestamp)" -%}
    ({{ datediff(first_date, second_date, 'day') }} / 7 + case
      when {{ later_weekday }} then case when {{ first_date }} <= {{ second_date }} then 0 else -1 end
      else case when {{ first_date }} <= {{ second_date }} then 1 else 0 end
    end)
  {%- elif datepart in larger -%}
    {%- set unit, count, type = larger[datepart] -%}
    {%- set open, close = ('floor(', ')') if datepart in ['second', 'millisecond', 'microsecond'] else ('', '') -%}
    ({{ datediff(first_date, second_date, unit) }} * {{ count }}
      + {{ open }}date_part('{{ datepart }}', ({{ second_date }})::{{ type }}){{ close }}
      - {{ open }}date_part('{{ datepart }}', ({{ first_date }})::{{ type }}){{ close }})
  {%- else -%}
    {%- do exceptions.raise_compiler_error('Unsupported datepart for macro datediff in postgres: ' ~ datepart) -%}
  {%- endif -%}
{%- endmacro %}

{# An interval of a quarter is unknown to Postgres. #}
{% macro postgres__last_day(date, datepart) -%}
  {%- if datepart == 'quarter' -%}
    cast(
        {{ dbt.dateadd('day', '-1',
        dbt.dateadd('month', '3', dbt.date_trunc(datepart, date))
        ) }}
        as date)
  {%- else -%}
    {{ dbt.default_last_day(date, datepart) }}
  {%- endif -%}
{%- endmacro %}
