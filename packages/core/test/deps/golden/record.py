"""Records what dbt chooses and hashes: python golden/record.py (in an environment that has dbt)."""
import itertools
import json
from copy import deepcopy
from pathlib import Path

import yaml
from dbt.config.project import package_config_from_data
from dbt.task.deps import _create_sha1_hash
from dbt_common import semver

AVAILABLE = ["0.9.0", "1.0.0-rc1", "1.0.0", "1.0.1", "1.1.0-b2", "1.1.0-b10", "1.1.0", "1.10.0", "1.9.0", "2.0.0-alpha", "2.0.0-rc1", "2.0.0", "2.1.0-dev.1"]
RANGES = [
    ["1.0.0"], ["=1.0.1"], [">=1.0.0"], [">1.0.0"], ["<2.0.0"], ["<=2.0.0"], ["<1.1.0"], [">=1.0.0", "<2.0.0"],
    [">1.0.0", "<1.0.1"], [">=1.0.0-rc1", "<1.0.0"], ["1.1.0-b2"], [">=1.1.0-b2", "<=1.1.0-b10"], ["1.0.0", "1.0.1"],
    ["1.0.0", ">=1.0.0"], ["1.0.0", ">1.0.0"], ["<1.0.0", ">2.0.0"], [">=2.0.0-rc1"], [">2.0.0"], ["3.0.0"],
    [">=1.0.0", ">=1.1.0", "<1.10.0"], [">=1.0.0", "<=1.0.0"], ["0.9.0", "<1.0.0-rc1"], [">=2.1.0-dev.1"],
]


def choose(wanted, prerelease):
    versions = [semver.VersionSpecifier.from_version_string(v) for v in wanted]
    try:
        range_ = semver.reduce_versions(*versions)
    except Exception:
        return "conflict"
    installable = semver.filter_installable(list(AVAILABLE), prerelease or any(v.prerelease for v in versions))
    target = semver.resolve_to_specific_version(range_, installable)
    return [target, installable[-1]] if target else "none"


PACKAGES = """
- [{local: ../p}]
- [{git: "file:///x", revision: v1}, {git: "file:///y", subdirectory: sub, warn-unpinned: false}, {git: z, revision: 1.0, name: zed}, {git: z, revision: 7}]
- [{package: a/b, version: 1.0.0}, {package: a/c, version: [">=1.0.0", "<2.0.0"], install_prerelease: true}, {package: a/d, version: 1.5}]
- [{tarball: "http://x/y.tar.gz", name: "n\\u00fcx"}, {local: "{{ env_var('X', 'y') }}"}]
"""
rows = [
    {"wanted": wanted, "prerelease": prerelease, "choice": choose(wanted, prerelease)}
    for wanted, prerelease in itertools.product(RANGES, [False, True])
]
hashes = []
for entries in yaml.safe_load(PACKAGES):
    data = {"packages": entries}
    hashes.append({"yaml": yaml.safe_dump(data), "sha1": _create_sha1_hash(package_config_from_data(deepcopy(data), data).packages)})
out = {"available": AVAILABLE, "choices": rows, "hashes": hashes}
Path(__file__).with_name("dbt-deps.json").write_text(json.dumps(out, indent=1) + "\n")
