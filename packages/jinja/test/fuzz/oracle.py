"""Renders templates with real Jinja2: one JSON list of {template, context} per line in, one JSON list of results out."""

import json
import resource
import signal
import sys

from jinja2.sandbox import SandboxedEnvironment

environment = SandboxedEnvironment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])


class TooSlow(BaseException):
    """A template that would keep the machine busy, e.g. by repeating a list a billion times."""


def give_up(_signal, _frame):
    raise TooSlow


def render(job):
    signal.setitimer(signal.ITIMER_VIRTUAL, 1)
    try:
        return {"text": environment.from_string(job["template"]).render(job["context"])}
    except TooSlow:
        return {"error": "MemoryError", "message": "too slow"}
    except Exception as error:
        message = getattr(error, "message", None) or str(error)
        return {"error": type(error).__name__, "message": message}
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


signal.signal(signal.SIGVTALRM, give_up)
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
for line in sys.stdin:
    print(json.dumps([render(job) for job in json.loads(line)]), flush=True)
