"""Records dbt's own answers about random graphs: test edges, subset graphs, queue levels.

Run with a Python that has dbt-core: python record-dbt-graph.py
"""
import json
import pathlib
import random
from types import SimpleNamespace

import networkx as nx
from dbt.compilation import Linker
from dbt.graph.graph import Graph
from dbt.graph.queue import GraphQueue
from dbt.node_types import NodeType

here = pathlib.Path(__file__).parent
random.seed(20)


def random_project(models, tests):
    nodes = {}
    names = [f"model.p.m{i}" for i in range(models)]
    for i, name in enumerate(names):
        count = min(i, random.choice([0, 1, 1, 2, 2, 3]))
        nodes[name] = sorted(random.sample(names[:i], count))
    for i in range(tests):
        count = random.choice([1, 1, 1, 2, 2, 3])
        nodes[f"test.p.t{i}"] = sorted(random.sample(names, min(count, models)))
    return nodes


def record(nodes):
    kinds = {name: NodeType.Test if name.startswith("test.") else NodeType.Model for name in nodes}
    child_map = {name: [] for name in nodes}
    for name, parents in nodes.items():
        for parent in parents:
            child_map[parent].append(name)
    manifest = SimpleNamespace(
        nodes={name: SimpleNamespace(unique_id=name, resource_type=kinds[name], depends_on_nodes=parents) for name, parents in nodes.items()},
        child_map=child_map,
    )
    linker = Linker()
    for name, parents in nodes.items():
        linker.add_node(name)
        for parent in parents:
            linker.dependency(name, parent)
    linker.add_test_edges_1(manifest)
    closure = nx.transitive_closure_dag(linker.graph)
    names = sorted(nodes)
    selected = set(random.sample(names, max(1, len(names) * random.choice([1, 2, 3]) // 4)))
    subset = Graph(linker.graph).get_subset_graph(selected).graph
    scores = GraphQueue._get_scores(SimpleNamespace(_grouped_topological_sort=GraphQueue._grouped_topological_sort), subset)
    return {
        "nodes": nodes,
        "closure": {name: sorted(closure.predecessors(name)) for name in names},
        "selected": sorted(selected),
        "subset_closure": {name: sorted(nx.ancestors(subset, name)) for name in sorted(selected)},
        "levels": {name: scores[name] for name in sorted(selected)},
    }


cases = [record(random_project(random.randint(1, 14), random.randint(0, 14))) for _ in range(150)]
(here / "dbt-graph.json").write_text(json.dumps(cases))
