{# All calendar arithmetic is done on the clock of UTC, whatever the time zone of the session. #}

{# "Now" as a date. #}
{% macro as_of_date() -%}
    cast('{{ var("as_of") }}' as date)
{%- endmacro %}

{# "Now" as an instant: midnight UTC of that date. #}
{% macro as_of_instant() -%}
    cast('{{ var("as_of") }} 00:00:00+00:00' as timestamptz)
{%- endmacro %}

{% macro utc_date(instant) -%}
    cast({{ instant }} at time zone 'UTC' as date)
{%- endmacro %}

{# The Monday of the week. #}
{% macro utc_week(instant) -%}
    cast(date_trunc('week', {{ instant }} at time zone 'UTC') as date)
{%- endmacro %}

{# Midnights between two instants; negative when the second comes first. #}
{% macro days_between(earlier, later) -%}
    date_diff('day', {{ utc_date(earlier) }}, {{ utc_date(later) }})
{%- endmacro %}
