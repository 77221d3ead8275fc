"""monitoring.py PROMTOOL CHECKOUT: what holds rules and dashboards. Prometheus parses each expression and runs the rules'
tests; every alert has a test in which it fires and one in which it does not, and a runbook that is there; no expression
asks for a metric that no process tells."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

PROMTOOL, CHECKOUT = sys.argv[1], pathlib.Path(sys.argv[2])
MONITORING = CHECKOUT / "helm/renderfarm/monitoring"
RULES, TESTS = MONITORING / "rules.yaml", MONITORING / "rules.test.yaml"

# Those of the libraries that every process brings, of Prometheus itself, and of DCGM's exporter.
OTHERS = {"up", "ALERTS", "jvm_memory_used_bytes"}
OTHERS |= {f"http_server_requests_seconds_{part}" for part in ("count", "sum", "max")}
OTHERS |= {f"DCGM_FI_DEV_{name}" for name in ("GPU_UTIL", "FB_USED", "POWER_USAGE", "TOTAL_ENERGY_CONSUMPTION")}

KEYWORDS = {"and", "or", "unless", "offset", "bool"}

mistakes = []


def check(holds, what):
    if not holds:
        mistakes.append(what)


def promtool(*arguments):
    return subprocess.run([PROMTOOL, *arguments], capture_output=True, text=True, cwd=MONITORING)


def told():
    """The names under which Prometheus sees the meters that the sources build; histogram(…) is a source's own timer with buckets."""
    names = set()
    for source in CHECKOUT.glob("*/src/main/java/**/*.java"):
        text = source.read_text(encoding="utf-8")
        for kind, name in re.findall(
            r"\b(Counter|FunctionCounter|Timer|Gauge|DistributionSummary)\s*\.builder\(\s*\"([a-z.]+)\"", text
        ) + re.findall(r"\b(histogram)\(\s*\"([a-z.]+)\"", text):
            body = text[text.index(f'"{name}"') :]
            body = body[: body.index(".register(")]
            base = name.replace(".", "_")
            unit = re.search(r"\.baseUnit\((\w+|\"\w+\")\)", body)
            if unit:
                word = re.search(rf'{unit[1]} = "(\w+)"', text)
                base += "_" + (word[1] if word else unit[1].strip('"'))
            if kind in ("Timer", "histogram"):
                names |= {f"{base}_seconds_{part}" for part in ("count", "sum", "max")}
                has_buckets = kind == "histogram" or "publishPercentileHistogram" in body or "serviceLevelObjectives" in body
                names |= {f"{base}_seconds_bucket"} if has_buckets else set()
            elif kind == "DistributionSummary":
                names |= {f"{base}_{part}" for part in ("count", "sum", "max")}
            else:
                names.add(base + ("_total" if kind.endswith("Counter") else ""))
        names |= {name.replace(".", "_") for name in re.findall(r'registry\s*\.gauge\(\s*"([a-z.]+)"', text)}
    return names


def metrics_of(expression):
    """Names in an expression that stand for series: neither functions, nor labels, nor keywords."""
    bare = re.sub(r'"[^"]*"|\'[^\']*\'', '""', expression)
    bare = re.sub(r"\{[^}]*\}", "{}", bare)
    bare = re.sub(r"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", " ", bare)
    bare = re.sub(r"\[[^\]]*\]", " ", bare)
    words = re.findall(r"(?<![\w.:])([a-zA-Z_:][\w:]*)(?![\w:]|\s*\()", bare)
    return {word for word in words if word not in KEYWORDS}


def known(expression, where, names):
    found = metrics_of(expression)
    check(found, f"{where}: asks for nothing")
    for metric in sorted(found - names):
        check(False, f"{where}: nobody tells {metric}")


def anchors(page):
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def rules():
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def alerts_are_tested(alerts):
    outcomes = {alert: set() for alert in alerts}
    for test in yaml.safe_load(TESTS.read_text(encoding="utf-8"))["tests"]:
        for expectation in test.get("alert_rule_test", []):
            outcomes.setdefault(expectation["alertname"], set()).add(bool(expectation["exp_alerts"]))
    for alert, outcome in outcomes.items():
        check(alert in alerts, f"{TESTS.name}: there is no alert {alert}")
        check(True in outcome, f"{alert}: no test in which it fires")
        check(False in outcome, f"{alert}: no test in which it does not")


def panels(dashboard):
    for panel in dashboard["panels"]:
        yield panel
        yield from panel.get("panels", [])


def expression_of(text):
    """As Grafana would send it, near enough to be parsed."""
    text = text.replace("$__rate_interval", "5m").replace("$__range", "1h").replace("$__interval", "1m")
    return re.sub(r"\$\{?\w+(:\w+)?\}?", "x", text)


def dashboard(file, names):
    board = json.loads(file.read_text(encoding="utf-8"))
    check(board["uid"] == f"renderfarm-{file.stem}", f"{file.name}: its uid is {board['uid']}")
    ids = [panel["id"] for panel in panels(board)]
    check(len(ids) == len(set(ids)), f"{file.name}: two panels have one id")
    records = []
    for panel in panels(board):
        where = f"{file.name}: {panel.get('title')}"
        check(panel.get("title"), f"{file.name}: panel {panel['id']} has no title")
        check(panel["fieldConfig"]["defaults"].get("unit"), f"{where}: no unit")
        check(panel["datasource"]["uid"] == "${datasource}", f"{where}: the data source is fixed")
        check(panel.get("targets"), f"{where}: shows nothing")
        for target in panel.get("targets", []):
            check('namespace="$namespace"' in target["expr"], f"{where}: shows every farm's")
            records.append({"record": f"panel:{len(records)}", "expr": expression_of(target["expr"])})
            known(expression_of(target["expr"]), where, names)
    for variable in board["templating"]["list"]:
        if variable["type"] == "query":
            asked = re.fullmatch(r"label_values\((.+), (\w+)\)", variable["query"])
            check(asked, f"{file.name}: variable {variable['name']} asks {variable['query']}")
            known(expression_of(asked[1]), f"{file.name}: variable {variable['name']}", names)
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as rendered:
        yaml.safe_dump({"groups": [{"name": "panels", "rules": records}]}, rendered)
        rendered.flush()
        answer = promtool("check", "rules", rendered.name)
        check(answer.returncode == 0, f"{file.name}: {answer.stderr}")
    return len(records)


def main():
    all_rules = rules()
    names = told() | OTHERS | {rule["record"] for rule in all_rules if "record" in rule}
    for arguments in (("check", "rules", RULES.name), ("test", "rules", TESTS.name)):
        answer = promtool(*arguments)
        check(answer.returncode == 0, f"promtool {' '.join(arguments)}: {answer.stdout}{answer.stderr}")
    alerts = {rule["alert"]: rule for rule in all_rules if "alert" in rule}
    alerts_are_tested(alerts)
    for rule in all_rules:
        known(rule["expr"], rule.get("alert") or rule["record"], names)
    for name, alert in alerts.items():
        page, _, anchor = alert["annotations"]["runbook_url"].partition("#")
        check(
            (CHECKOUT / page).is_file() and anchor in anchors(CHECKOUT / page), f"{name}: there is no {page}#{anchor}"
        )
        check(alert["labels"].get("severity") in ("critical", "warning"), f"{name}: no severity")
    boards = sorted((MONITORING / "dashboards").glob("*.json"))
    expressions = sum(dashboard(file, names) for file in boards)
    check(boards, "there are no dashboards")
    print("\n".join(mistakes), file=sys.stderr)
    print(
        f"monitoring: {len(alerts)} alerts, {len(all_rules)} rules, {len(boards)} dashboards with {expressions} expressions, {len(mistakes)} mistakes"
    )
    return bool(mistakes)


sys.exit(main())
