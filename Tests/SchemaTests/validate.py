"""Asks the validator of the package jsonschema about manifests; read by SchemaTests.swift.

Reads {"schemas": {kind: schema}, "documents": [{"name", "kind", "text"}]} and answers with the mistakes of each
document, by name. Each is read twice: as text throughout, which is how trustwright reads it, and with the numbers
and truth values of YAML 1.2's core schema, which is how editors read it.
"""

import json
import re
import sys

import jsonschema
import yaml


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", list("-+.0123456789")),
]:
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)
Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def main():
    if sys.argv[1:] == ["--check"]:
        return
    question = json.load(sys.stdin)
    validators = {}
    for kind, schema in question["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(schema)
        validators[kind] = jsonschema.Draft202012Validator(schema)
    answer = {}
    for document in question["documents"]:
        readings = {}
        for reading, loader in [("text", yaml.BaseLoader), ("core", Core)]:
            value = yaml.load(document["text"], loader)
            readings[reading] = [
                f"{'.'.join(map(str, error.absolute_path))}: {error.message[:160]}"
                for error in validators[document["kind"]].iter_errors(value)
            ]
        answer[document["name"]] = readings
    json.dump(answer, sys.stdout)


main()
