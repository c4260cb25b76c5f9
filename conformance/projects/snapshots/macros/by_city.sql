{# A strategy of the project's own: only the city counts. #}
{% macro snapshot_by_city_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
  {% set key = model_config.get("unique_key") %}
  {% set updated_at = snapshot_get_time() %}
  {% do return({
    "unique_key": key,
    "updated_at": updated_at,
    "row_changed": snapshotted_rel ~ ".city is distinct from " ~ current_rel ~ ".city",
    "scd_id": snapshot_hash_arguments([key, updated_at]),
    "invalidate_hard_deletes": false,
    "hard_deletes": "ignore",
  }) %}
{% endmacro %}
