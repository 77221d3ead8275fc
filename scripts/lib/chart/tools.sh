# shellcheck shell=bash
# To be sourced after build.sh: the programs that check the chart and the rules, in .renderfarm/tools. What is missing
# there is built from Go modules by the one Go that is installed; promtool comes out of Debian's package, since its own
# build takes long.

RENDERFARM_TOOLS="$RENDERFARM_HOME/.renderfarm/tools"

# helm takes some five minutes of CPU the first time; the rest of the modules are only read
helm_version=v4.3.1
kubeconform_version=v0.8.0
kubernetes_version=v1.37.2
keda_version=v2.21.0
prometheus_operator_version=v0.92.1

# One folder for each set of versions, so that a new version is a new folder.
tools_of_chart="$RENDERFARM_TOOLS/helm-$helm_version-kubeconform-$kubeconform_version"
schemas_of_chart="$RENDERFARM_TOOLS/schemas-$kubernetes_version-$keda_version-$prometheus_operator_version"

# Runs Go; where RENDERFARM_TOOLS_MINUTES is set, until a script has spent so much on its tools. What was built by then
# stays in Go's cache, and the next run goes on there.
with_go() {
    local code=0 left=1 limit=()
    command -v go >/dev/null || {
        echo "The chart's tools are built from Go modules: install Go, 1.26 or later." >&2
        return 1
    }
    if [ -n "${RENDERFARM_TOOLS_MINUTES:-}" ]; then
        left=$((RENDERFARM_TOOLS_MINUTES * 60 - SECONDS))
        limit=(timeout --kill-after=10 "$left")
    fi
    if [ "$left" -gt 0 ]; then
        GOTOOLCHAIN=local GOFLAGS="${GOFLAGS:-} -trimpath" "${limit[@]}" "$@" || code=$?
    else
        code=124
    fi
    if [ ${#limit[@]} -gt 0 ] && { [ "$code" = 124 ] || [ "$code" = 137 ]; }; then
        echo "The tools were not built within RENDERFARM_TOOLS_MINUTES, $RENDERFARM_TOOLS_MINUTES: run it again to go on." >&2
    fi
    return "$code"
}

# Builds a program of a module into the folder of tools.
build_tool() {
    local name="$1" package="$2"
    [ -x "$tools_of_chart/$name" ] && return
    echo "Building $name from its Go module (once)" >&2
    mkdir -p "$tools_of_chart.building"
    GOBIN="$tools_of_chart.building" with_go go install -ldflags='-s -w' "$package" || {
        echo "There is no $name: $package could not be built." >&2
        return 1
    }
    mkdir -p "$tools_of_chart"
    mv "$tools_of_chart.building/$name" "$tools_of_chart/$name"
}

# Prints the folder of a module's sources.
module_folder() {
    module_part Dir "$1"
}

# Prints where a part of a module is, as Go names it: Dir, GoMod.
module_part() {
    local said
    said="$(with_go go mod download -json "$2")" || true
    python3 -c '
import json, sys
part, module, said = sys.argv[1:]
found = json.loads(said) if said else {}
if part not in found:
    sys.exit("Module {} cannot be had: {}".format(module, found.get("Error", "Go did not say why")))
print(found[part])' "$1" "$2" "$said"
}

# helm and kubeconform, and the schemas of all kinds that the chart may use. Prints nothing.
chart_tools() {
    build_tool kubeconform "github.com/yannh/kubeconform/cmd/kubeconform@$kubeconform_version" || return
    build_tool helm "helm.sh/helm/v4/cmd/helm@$helm_version" || return
    [ -e "$schemas_of_chart/.complete" ] && return
    local kubernetes keda operator
    kubernetes="$(module_folder "k8s.io/kubernetes@$kubernetes_version")" || return
    keda="$(module_folder "github.com/kedacore/keda/v2@$keda_version")" || return
    operator="$(module_folder "github.com/prometheus-operator/prometheus-operator@$prometheus_operator_version")" || return
    rm -rf "$schemas_of_chart"
    "$1" "$RENDERFARM_HOME/scripts/lib/chart/schemas.py" "$schemas_of_chart" \
        "$kubernetes/api/openapi-spec/swagger.json" \
        "$keda/config/crd/bases/keda.sh_scaledobjects.yaml" \
        "$operator"/example/prometheus-operator-crd/monitoring.coreos.com_{servicemonitors,podmonitors,prometheusrules}.yaml ||
        return
    touch "$schemas_of_chart/.complete"
}

# Prints where promtool is.
promtool_command() {
    local folder="$RENDERFARM_TOOLS/promtool"
    if type -P promtool; then
        return
    fi
    if [ ! -x "$folder/usr/bin/promtool" ]; then
        echo "Taking promtool out of Debian's package prometheus (once; nothing is installed)" >&2
        mkdir -p "$folder"
        (
            cd "$folder"
            apt-get download prometheus || { apt-get update && apt-get download prometheus; }
            dpkg -x prometheus_*.deb .
        ) >/dev/null 2>&1 || {
            echo "There is no promtool, and none can be had from Debian's packages: put one on the PATH." >&2
            return 1
        }
    fi
    printf '%s\n' "$folder/usr/bin/promtool"
}
