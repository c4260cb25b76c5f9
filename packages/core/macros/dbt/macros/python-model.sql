{# The code that stands behind a Python model's own: what `dbt` means inside it. #}

{% macro resolve_model_name(input_model_name) %}
  {{ return(adapter.dispatch('resolve_model_name', 'dbt')(input_model_name)) }}
{% endmacro %}

{%- macro default__resolve_model_name(input_model_name) -%}
  {{ input_model_name | string | replace('"', '\"') }}
{%- endmacro -%}

{# Relations are written out without the limits of --empty and --sample; an overridden ref() may give a text. #}
{% macro build_ref_function(model) %}
  {%- set relations = {} -%}
  {%- for reference in model.refs -%}
    {%- set names = [reference.get('package'), reference['name']] if reference.get('package') else [reference['name']] -%}
    {%- set relation = ref(*names, v=reference.get('version')) -%}
    {%- if relation.render is defined and relation.render is callable -%}
      {%- set relation = relation.render() -%}
    {%- endif -%}
    {%- if reference.get('version') -%}
      {%- do names.append('v' ~ reference['version']) -%}
    {%- endif -%}
    {%- do relations.update({names | join('.'): resolve_model_name(relation)}) -%}
  {%- endfor %}
def ref(*names, **options):
    relations = {{ relations | tojson }}
    version = options.get("v") or options.get("version")
    key = ".".join(names) + (f".v{version}" if version else "")
    return options.get("dbt_load_df_function")(relations[key])
{% endmacro %}

{% macro build_source_function(model) %}
  {%- set relations = {} -%}
  {%- for names in model.sources -%}
    {%- do relations.update({names | join('.'): resolve_model_name(source(*names))}) -%}
  {%- endfor %}
def source(*names, dbt_load_df_function):
    relations = {{ relations | tojson }}
    return dbt_load_df_function(relations[".".join(names)])
{% endmacro %}

{# Only what the model asks for by name, its own default where nothing is set. #}
{% macro build_config_dict(model) %}
  {%- set settings = {} -%}
  {%- for key, default in zip(model.config.config_keys_used, model.config.config_keys_defaults) | list -%}
    {%- do settings.update({key: model.config.get(key, default)}) -%}
  {%- endfor -%}
  {%- set meta = {} -%}
  {%- if model.config.meta_keys_used -%}
    {%- set given = model.config.meta or {} -%}
    {%- for key, default in zip(model.config.meta_keys_used, model.config.meta_keys_defaults) | list -%}
      {%- do meta.update({key: given[key] if key in given else default}) -%}
    {%- endfor -%}
  {%- endif %}
config_dict = {{ settings }}
meta_dict = {{ meta }}
{% endmacro %}

{% macro py_script_postfix(model) %}
# Above: the model as written. Below: what dbt.ref, dbt.source, dbt.config and dbt.this mean in it.
# COMMAND ----------
{{ build_ref_function(model) }}
{{ build_source_function(model) }}
{{ build_config_dict(model) }}

class config:
    def __init__(self, *args, **kwargs):
        pass

    @staticmethod
    def get(key, default=None):
        return config_dict.get(key, default)

    @staticmethod
    def meta_get(key, default=None):
        return meta_dict.get(key, default)


class this:
    database = "{{ this.database }}"
    schema = "{{ this.schema }}"
    identifier = "{{ this.identifier }}"

    def __repr__(self):
        return '{{ resolve_model_name(this) }}'


class dbtObj:
    def __init__(self, load_df_function) -> None:
        self.source = lambda *names: source(*names, dbt_load_df_function=load_df_function)
        self.ref = lambda *names, **options: ref(*names, **options, dbt_load_df_function=load_df_function)
        self.config = config
        self.this = this()
        self.is_incremental = {{ is_incremental() }}

# COMMAND ----------
{{ py_script_comment() }}
{% endmacro %}

{# Adapters put their advice on running the script by hand here. #}
{% macro py_script_comment() %}{% endmacro %}
