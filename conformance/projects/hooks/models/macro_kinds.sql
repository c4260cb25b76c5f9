select
  '{{ with_defaults(1) }} {{ with_defaults(1, c="three") }} {{ hooks.with_defaults("x", "y") }}' as defaults,
  '{{ with_varargs(1, 2, 3, key="value", other=2) | replace("'", "") }}' as varargs_,
  '{% call wrapped("b") %}bold{% endcall %}' as called,
  '{% call(item, index) each_item(["p", "q"]) %}{{ index }}{{ item }} {% endcall %}' as each_,
  '{{ recursive(3) }}' as recursive_,
  {{ returns_list()[1] }} + {{ returns_dict().x | sum }} as returned,
  '{{ returns_dict()["y"] }}' as own_name,
  {{ sets_namespace() }} as total
