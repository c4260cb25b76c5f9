"""Records which paths pathspec (dbt's reader of .dbtignore) matches: python record-pathspec.py"""
import itertools
import json
import pathlib

import pathspec

here = pathlib.Path(__file__).parent
sets = [
    ["*.sql"], ["models/*.sql"], ["/models/a.sql"], ["a.sql"], ["staging"], ["staging/"], ["/staging"], ["models/staging"],
    ["models/**"], ["**/staging"], ["**/staging/**"], ["models/**/a.sql"], ["models/*/a.sql"], ["*"], ["/*"], ["*/"], ["?.sql"],
    ["[ab].sql"], ["[!a].sql"], ["[^a].sql"], ["a[.]sql"], ["*.sql", "!a.sql"], ["!a.sql", "*.sql"], ["models/", "!models/a.sql"],
    ["# comment", "", "  ", "b.sql"], ["\\#x.sql"], ["\\!x.sql"], ["b.sql  "], ["b.sql\\ "], ["/"], ["**"], ["models/staging/*"],
    ["stag*"], ["*ing/"], ["models/stag*/"], ["a+b.sql"], ["(a).sql"], ["{a,b}.sql"], [".hidden"], ["models/./a.sql"], ["**.sql"],
    ["models/*"], ["models/**/deep/"], ["*.csv", "*.yml"], ["A.sql"], ["[a-c].sql"], ["[]a].sql"],
]
paths = [
    "models/a.sql", "models/b.sql", "models/staging/a.sql", "models/staging/deep/a.sql", "models/staging/deep/c.yml", "seeds/a.csv",
    "staging/a.sql", "models/staging.sql", "models/x/staging/b.sql", "models/#x.sql", "models/!x.sql", "models/a+b.sql",
    "models/(a).sql", "models/{a,b}.sql", "models/.hidden/a.sql", "models/b.sql ", "a.sql", "models/A.sql", "models/].sql",
]
recorded = []
for patterns in sets:
    spec = pathspec.PathSpec.from_lines(pathspec.patterns.GitWildMatchPattern, patterns)
    recorded.append([patterns, [path for path in paths if spec.match_file(path)]])
(here / "pathspec.json").write_text(json.dumps({"paths": paths, "cases": recorded}, indent=0))
