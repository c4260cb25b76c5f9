{{ config(meta={"owner": "team"}, tags="one", custom_key={"nested": [1, "two"]}) }}
select
  '{{ this }}' as this_, '{{ this.schema }}.{{ this.identifier }}' as parts, '{{ model.name }} {{ model.resource_type }}' as model_,
  '{{ config.get("custom_key").nested | join("/") }} {{ config.get("absent", "fallback") }} {{ config.get("meta").owner }}' as config_,
  '{{ target.name }} {{ target.type }} {{ target.threads }} {{ target.schema }} {{ target.profile_name }}' as target_,
  '{{ project_name }} {{ schema }} {{ database }}' as names_,
  '{{ modules.re.sub("a+", "b", "caaat") }} {{ modules.datetime.date(2026, 1, 31).strftime("%d.%m.%Y") }} {{ modules.itertools.chain([1], [2]) | list }}' as modules_,
  '{{ fromjson("{\"a\": [1, 2]}").a | length }} {{ tojson({"b": 1.0}) }} {{ fromyaml("x: [1]").x }} {{ toyaml({"k": [1]}) | trim }}' as formats_,
  '{{ local_md5("x") }} {{ set([1, 1]) | length }} {{ zip([1, 2], ["a", "b"]) | list | length }}' as values_,
  '{{ env_var("COMPARE_ABSENT", "unset") }} {{ var("missing", "default") }} {{ var.has_var("start_note") }}' as variables_,
  '{{ dbt_version.split(".")[0] }} {{ flags.FULL_REFRESH }} {{ execute }}' as flags_,
  '{{ builtins.ref("audited_one") }} {{ context["project_name"] }}' as context_,
  '{{ dbt.type_string() }} {{ dbt.concat(["a", "b"]) }} {{ dbt.dateadd("day", 1, "current_date") | replace("'", "") }}' as macros_
