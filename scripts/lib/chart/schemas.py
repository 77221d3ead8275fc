"""schemas.py OUT SWAGGER.json CRD.yaml ...: a strict JSON schema for each kind, from Kubernetes' own description of its
API and from definitions of custom resources. Strict is: a field that nobody knows is a mistake. Each schema carries all
that it refers to, since kubeconform does not follow a reference into another file."""

import json
import pathlib
import re
import sys

import yaml

QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity"


def strict(node):
    if isinstance(node, list):
        return [strict(value) for value in node]
    if not isinstance(node, dict):
        return node
    if node.get("format") == "int-or-string" or node.get("x-kubernetes-int-or-string"):
        return {"oneOf": [{"type": "string"}, {"type": "integer"}]}
    if isinstance(node.get("$ref"), str):
        return {"$ref": node["$ref"]}
    open_ended = node.get("x-kubernetes-preserve-unknown-fields")
    node = {key: strict(value) for key, value in node.items() if not key.startswith("x-kubernetes-")}
    if "properties" in node and "additionalProperties" not in node and not open_ended:
        node["additionalProperties"] = False
    return node


def with_references(name, definitions, seen):
    if name not in seen:
        seen[name] = definitions[name]
        for reference in re.findall(r'"#/definitions/([^"]+)"', json.dumps(definitions[name])):
            with_references(reference, definitions, seen)
    return seen


def file_of(out, kind, group, version):
    first = group.split(".")[0]
    return out / "-".join(part for part in (kind.lower(), first, version + ".json") if part)


def main(out, swagger, *resources):
    out.mkdir(parents=True)
    described = json.loads(pathlib.Path(swagger).read_text(encoding="utf-8"))["definitions"]
    definitions = {name: strict(definition) for name, definition in described.items()}
    definitions[QUANTITY] = {"oneOf": [{"type": "string"}, {"type": "number"}]}
    for name, definition in described.items():
        for kind in definition.get("x-kubernetes-group-version-kind", []):
            schema = {"$ref": f"#/definitions/{name}", "definitions": with_references(name, definitions, {})}
            file_of(out, kind["kind"], kind["group"], kind["version"]).write_text(json.dumps(schema))
    for resource in resources:
        spec = yaml.safe_load(pathlib.Path(resource).read_text(encoding="utf-8"))["spec"]
        for version in spec["versions"]:
            schema = strict(version["schema"]["openAPIV3Schema"])
            schema["properties"]["metadata"] = {"type": "object"}
            file_of(out, spec["names"]["kind"], spec["group"], version["name"]).write_text(json.dumps(schema))


main(pathlib.Path(sys.argv[1]), *sys.argv[2:])
