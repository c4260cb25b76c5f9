"""CPU time of Jinja2's sandbox, as dbt uses it. Reads {source, context, rounds, repeats}, prints {seconds, output}."""

import json
import sys
import time

from jinja2.sandbox import SandboxedEnvironment

job = json.load(sys.stdin)
environment = SandboxedEnvironment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
template = environment.from_string(job["source"])
output = template.render(job["context"])
best = float("inf")
for _ in range(job["repeats"]):
    started = time.process_time()
    for _ in range(job["rounds"]):
        template.render(job["context"])
    best = min(best, (time.process_time() - started) / job["rounds"])
json.dump({"seconds": best, "output": output}, sys.stdout)
