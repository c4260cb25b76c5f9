"""Records dbt's judgement of version requirements, and Python's fnmatch: python record-versions.py"""
import fnmatch
import itertools
import json
import pathlib

from dbt_common.exceptions import SemverError
from dbt_common.semver import VersionSpecifier, versions_compatible

here = pathlib.Path(__file__).parent
installed = VersionSpecifier.from_version_string("1.11.16")
texts = [">=1.0.0", ">1.11.16", ">=1.11.16", "<=1.11.16", "<1.11.16", "=1.11.16", "1.11.16", "1.11.15", "<2.0.0", "<1.12.0-rc1", ">=1.11.16-rc1",
         ">=1.11.17-a", "<1.11.16-b1", ">2.0.0", "<1.5.0", ">=1.3.0", "1.11.16+build"]
invalid = ["1", "1.0", "v1.0.0", ">= 1.0.0", "~1.0.0", "^1.0.0", "", "1.0.0.0", "01.0.0", "1.0.0-", "==1.0.0", "latest", "1.0.0rc1", "1.0.0-01"]


def parse(text):
    try:
        return VersionSpecifier.from_version_string(text)
    except SemverError:
        return None


cases = []
for group in [[text] for text in texts] + [list(pair) for pair in itertools.product(texts, texts)]:
    specs = [parse(text) for text in group]
    possible = versions_compatible(*specs)
    cases.append([group, possible, possible and versions_compatible(installed, *specs)])
valid = [[text, parse(text) is not None] for text in texts + invalid]

patterns = ["*", "a*", "*a", "a?c", "[abc]", "[!abc]", "[a-c]x", "[]a]", "[!]a]", "[a", "a]", "[a-]", "[-a]", "[c-a]", "[!c-a]", "a.b", "*.sql", "[^a]", "[a-c-e]", "**", "a\\b", "[\\]", "{a}", "a+", "(a|b)", "[!]", "[]", "[a[b]", "A*"]
names = ["", "a", "b", "abc", "aXc", "ax", "cx", "]", "[", "a.b", "aXb", "x.sql", "a-", "-", "^", "a\\b", "\\", "{a}", "a+", "aa", "(a|b)", "!", "[a", "a]", "[]", "[!]", "d", "é", "ABC", "a\nb"]
globs = [[pattern, [name for name in names if fnmatch.fnmatchcase(name, pattern)]] for pattern in patterns]
(here / "versions.json").write_text(json.dumps({"installed": "1.11.16", "cases": cases, "valid": valid, "names": names, "globs": globs}))
