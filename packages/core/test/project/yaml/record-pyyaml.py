"""Records what PyYAML's SafeLoader makes of each document of corpus.json into pyyaml.json.

Texts are stripped first, as dbt does when it reads a file.

Run with a Python that has PyYAML: python record-pyyaml.py
"""
import datetime
import json
import pathlib

import yaml

here = pathlib.Path(__file__).parent
loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def tagged(value):
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return {"int": str(value)}
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, (datetime.date, datetime.datetime)):
        return {type(value).__name__: value.isoformat(), "str": str(value)}
    if isinstance(value, list):
        return {"list": [tagged(item) for item in value]}
    if isinstance(value, dict):
        return {"dict": [[tagged(key), tagged(item)] for key, item in value.items()]}
    raise TypeError(type(value))


def read(text):
    try:
        return {"value": tagged(yaml.load(text.strip(), loader))}
    except Exception as error:
        return {"error": type(error).__name__}


corpus = json.loads((here / "corpus.json").read_text())
scalars = [[text, read("a: " + text)] for text in corpus["scalars"]]
documents = [[text, read(text)] for text in corpus["documents"]]
(here / "pyyaml.json").write_text(json.dumps({"scalars": scalars, "documents": documents}, indent=0, ensure_ascii=False))
