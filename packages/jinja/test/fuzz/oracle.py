"""Renders templates with real Jinja2: one JSON list of {template, context} per line in, one JSON list of results out."""

import json
import re
import sys

from jinja2.sandbox import SandboxedEnvironment

environment = SandboxedEnvironment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])


def render(job):
    try:
        return {"text": environment.from_string(job["template"]).render(job["context"])}
    except Exception as error:
        message = getattr(error, "message", None) or str(error)
        return {"error": type(error).__name__, "message": message}


for line in sys.stdin:
    print(json.dumps([render(job) for job in json.loads(line)]), flush=True)
