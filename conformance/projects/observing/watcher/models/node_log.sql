{{ config(materialized='table', post_hook="{{ watcher.fill(this, graph.nodes.values(), watcher.node_row) }}") }}
{{ watcher.empty_table(['unique_id', 'keys', 'macros', 'nodes', 'meta', 'tags', 'described', 'compiled', 'call']) }}
