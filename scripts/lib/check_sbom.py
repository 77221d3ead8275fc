#!/usr/bin/env python3
"""Compares bills of materials with the libraries that are shipped and with the licences that may be.

check_sbom.py LICENCES TOGETHER MODULE=FOLDER…

Writes TOGETHER, the bill of all modules, from those in MODULE/target/MODULE.cdx.json."""
import json
import re
import sys
from pathlib import Path
from urllib.parse import unquote


def main(licences_file, together_file, *modules):
    allowed, known = read_licences(Path(licences_file))
    problems, boms = [], {}
    for module, folder in (argument.split("=", 1) for argument in modules):
        bom = json.loads(Path(module, "target", f"{module}.cdx.json").read_text(encoding="utf-8"))
        boms[module] = bom
        problems += [f"{module}: {problem}" for problem in drifting(bom)]
        problems += [f"{module}: {jar} is shipped and stands in no bill" for jar in unlisted(bom, Path(folder))]
    together = merge(boms)
    problems += licence_problems(together["components"], allowed, known)
    Path(together_file).parent.mkdir(exist_ok=True)
    Path(together_file).write_text(json.dumps(together, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for problem in problems:
        print(f"sbom: {problem}", file=sys.stderr)
    for module, bom in boms.items():
        print(f"{module}: {len(bom['components'])} components")
    print(f"together: {len(together['components'])} components")
    return 1 if problems else 0


def read_licences(file):
    """Lines are a licence that may be shipped, or `GROUP:NAME LICENCE` for a component whose own pom does not say it well."""
    allowed, known = set(), {}
    for line in file.read_text(encoding="utf-8").splitlines():
        line = line.split("#", 1)[0].strip()
        component = re.fullmatch(r"([\w.-]+:[\w.-]+)\s+(.+)", line)
        if component:
            known[component.group(1)] = component.group(2)
        elif line:
            allowed.add(line)
    return allowed, known


def drifting(bom):
    """What another run would write differently."""
    if "serialNumber" in bom:
        yield "the bill has a serial number, which is another one each time"
    if "timestamp" in bom["metadata"]:
        yield "the bill has a time"


def unlisted(bom, folder):
    """Quarkus names a jar GROUP.NAME-VERSION.jar, Maven NAME-VERSION.jar; either may have a classifier."""
    listed = {}
    for component in bom["components"]:
        names = listed.setdefault(component["version"], set())
        names.update({component["name"], f"{component.get('group', '')}.{component['name']}"})
    jars = sorted(folder.rglob("*.jar"))
    if not jars:
        yield f"{folder} has no libraries"
    for jar in jars:
        if not any(jar.stem == f"{name}-{version}" or jar.stem.startswith(f"{name}-{version}-")
                   for version, names in listed.items() for name in names):
            yield jar.name


def merge(boms):
    components, dependencies = {}, {}
    for bom in boms.values():
        for component in [bom["metadata"]["component"], *bom["components"]]:
            components[component["bom-ref"]] = component
        for dependency in bom.get("dependencies", []):
            on = dependencies.setdefault(dependency["ref"], set())
            on.update(dependency.get("dependsOn", []))
    any_bom = next(iter(boms.values()))
    version = any_bom["metadata"]["component"]["version"]
    root = f"pkg:maven/dev.renderfarm/renderfarm@{version}?type=pom"
    dependencies[root] = {bom["metadata"]["component"]["bom-ref"] for bom in boms.values()}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": any_bom["specVersion"],
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "group": "dev.renderfarm",
                "name": "renderfarm",
                "version": version,
                "purl": unquote(root),
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": [components[ref] for ref in sorted(components)],
        "dependencies": [{"ref": ref, "dependsOn": sorted(on)} for ref, on in sorted(dependencies.items())],
    }


def licence_problems(components, allowed, known):
    """A component with several licences leaves the choice: one of them is enough."""
    used = set()
    for component in components:
        name = f"{component.get('group', '')}:{component['name']}"
        licences = {text(entry) for entry in component.get("licenses", [])}
        if name in known:
            used.add(name)
            licences = {known[name]}
        if not licences:
            yield f"{name} {component['version']} tells no licence: look it up, and name it in the list of licences"
        elif not licences & allowed:
            yield f"{name} {component['version']} has {' or '.join(sorted(licences))}, which is not allowed"
    for name in sorted(set(known) - used):
        yield f"{name} stands in the list of licences and is not shipped: strike it off"


def text(entry):
    licence = entry.get("license", {})
    return entry.get("expression") or licence.get("id") or licence.get("name", "")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
