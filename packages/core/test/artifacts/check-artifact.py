"""Loads an artifact with dbt's own classes and prints it again as dbt would write it.

python check-artifact.py manifest|run-results|catalog|sources FILE
"""
import json
import sys

from dbt_common.utils.encoding import JSONEncoder

kind, path = sys.argv[1:]
if kind == "manifest":
    from dbt.artifacts.schemas.manifest import WritableManifest as Artifact
elif kind == "run-results":
    from dbt.artifacts.schemas.run import RunResultsArtifact as Artifact
elif kind == "catalog":
    from dbt.artifacts.schemas.catalog import CatalogArtifact as Artifact
else:
    from dbt.artifacts.schemas.freshness import FreshnessExecutionResultArtifact as Artifact
loaded = Artifact.read_and_check_versions(path)
print(json.dumps(loaded.to_dict(omit_none=False, context={"artifact": True}), cls=JSONEncoder))
