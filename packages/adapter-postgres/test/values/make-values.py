"""Lets dbt-postgres print show_values.sql: values.txt, the expectation of values.test.ts.

    PGHOST=127.0.0.1 PGPORT=5432 PGUSER=postgres PGPASSWORD=x PGDATABASE=values python make-values.py

Needs dbt-core and dbt-postgres of the version that the adapter follows, and a database with
`alter database ... set timezone to 'Europe/Berlin'`.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
DBT = os.path.join(os.path.dirname(sys.executable), "dbt")

with tempfile.TemporaryDirectory() as folder:
    os.mkdir(os.path.join(folder, "macros"))
    shutil.copy(os.path.join(HERE, "show_values.sql"), os.path.join(folder, "macros"))
    with open(os.path.join(folder, "dbt_project.yml"), "w", encoding="utf-8") as out:
        json.dump({"name": "shop", "version": "1.0", "profile": "shop"}, out)
    env = os.environ
    output = {"type": "postgres", "threads": 4, "schema": "main", "host": env["PGHOST"], "port": int(env["PGPORT"]), "user": env["PGUSER"],
              "password": env["PGPASSWORD"], "dbname": env["PGDATABASE"]}
    with open(os.path.join(folder, "profiles.yml"), "w", encoding="utf-8") as out:
        json.dump({"shop": {"target": "dev", "outputs": {"dev": output}}}, out)
    command = [DBT, "--quiet", "run-operation", "show_values", "--project-dir", folder, "--profiles-dir", folder]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
with open(os.path.join(HERE, "values.txt"), "w", encoding="utf-8") as out:
    out.write(printed)
