{# All calendar arithmetic is done on the clock of UTC, whatever the time zone of the session. #}

{# "Now" as a date. #}
{% macro as_of_date() -%}
    cast('{{ var("as_of") }}' as date)
{%- endmacro %}

{# "Now" as an instant: midnight UTC of that date. #}
{% macro as_of_instant() -%}
    cast('{{ var("as_of") }} 00:00:00+00:00' as timestamptz)
{%- endmacro %}

{#
  An instant as a clock of UTC shows it. The same as "at time zone 'UTC'", which asks ICU's calendar for every row and
  takes 25 times as long.
#}
{% macro utc_clock(instant) -%}
    make_timestamp(epoch_us({{ instant }}))
{%- endmacro %}

{% macro utc_date(instant) -%}
    cast({{ utc_clock(instant) }} as date)
{%- endmacro %}

{# The Monday of the week. #}
{% macro utc_week(instant) -%}
    cast(date_trunc('week', {{ utc_clock(instant) }}) as date)
{%- endmacro %}

{# Midnights between two instants; negative when the second comes first. #}
{% macro days_between(earlier, later) -%}
    date_diff('day', {{ utc_date(earlier) }}, {{ utc_date(later) }})
{%- endmacro %}
