# shellcheck shell=bash
# To be sourced after build.sh: the programs of a control plane, and of KEDA, built once from Go modules into
# .renderfarm/tools. What each build took is beside them, in built.tsv: program, version, wall and CPU seconds.
# shellcheck source=scripts/lib/chart/tools.sh
. "$RENDERFARM_HOME/scripts/lib/chart/tools.sh"

etcd_version=v3.6.16
kwok_version=v0.8.0

tools_of_cluster="$RENDERFARM_TOOLS/cluster-$kubernetes_version-etcd-$etcd_version-kwok-$kwok_version-keda-$keda_version"

# Writes a Go module that requires a program's module: what that replaces by a version is copied, what it replaces by a
# folder of its own is taken at the version given, or as published where none is given.
module_of() { # folder, module, version, version of what it replaces by folders
    local folder="$1" module="$2" version="$3" staged="${4:-}" file
    [ -e "$folder/go.mod" ] && return
    file="$(module_part GoMod "$module@$version")" || return
    mkdir -p "$folder"
    {
        printf 'module renderfarm.dev/tools\n\ngo 1.26.0\n\nrequire %s %s\n' "$module" "$version"
        go mod edit -json "$file" | python3 -c '
import json, sys
for replace in json.load(sys.stdin).get("Replace") or []:
    old, new = replace["Old"], replace["New"]
    if not new["Path"].startswith("."):
        print("replace", old["Path"], old.get("Version", ""), "=>", new["Path"], new.get("Version", ""))
    elif sys.argv[1]:
        print("replace", old["Path"], "=>", old["Path"], sys.argv[1])' "$staged"
    } >"$folder/go.mod.part" || return
    mv "$folder/go.mod.part" "$folder/go.mod"
}

# Builds a program in such a module, and notes what that took.
build_program() { # name, folder, package, version, flags of the linker
    local name="$1" folder="$2" package="$3" version="$4" flags="${5:-}" took
    [ -x "$tools_of_cluster/$name" ] && return
    mkdir -p "$tools_of_cluster"
    echo "Building $name $version from its Go module (once)" >&2
    took="$(mktemp)"
    (
        TIMEFORMAT=$'%R\t%U\t%S'
        time (cd "$folder" &&
            with_go go build -mod=mod -gcflags=all=-dwarf=false -ldflags="-s -w $flags" \
                -o "$tools_of_cluster/$name.part" "$package" 2>"$took.errors")
    ) 2>"$took" || {
        tail -n 25 "$took.errors" >&2
        echo "There is no $name: $package $version could not be built." >&2
        rm -f "$took" "$took.errors"
        return 1
    }
    awk -v name="$name" -v version="$version" 'END { printf "%s\t%s\t%.0f\t%.0f\n", name, version, $1, $2 + $3 }' "$took" \
        >>"$tools_of_cluster/built.tsv"
    rm -f "$took" "$took.errors"
    mv "$tools_of_cluster/$name.part" "$tools_of_cluster/$name"
}

# What a release says its version is: clients refuse a server that does not know.
as_released() {
    local at=k8s.io/component-base/version minor="${kubernetes_version#v1.}"
    printf ' -X %s' "$at.gitVersion=$kubernetes_version" "$at.gitMajor=1" "$at.gitMinor=${minor%%.*}" \
        "$at.gitCommit=unknown" "$at.gitTreeState=clean" "$at.buildDate=2026-01-01T00:00:00Z"
}

# The control plane's programs. Prints nothing.
cluster_tools() {
    local modules="$tools_of_cluster/modules" name
    for name in openssl setpriv; do
        command -v "$name" >/dev/null || {
            echo "A control plane of one's own wants $name: apt-get install openssl util-linux" >&2
            return 1
        }
    done
    module_of "$modules/etcd" go.etcd.io/etcd/server/v3 "$etcd_version" || return
    build_program etcd "$modules/etcd" go.etcd.io/etcd/server/v3 "$etcd_version" || return
    module_of "$modules/kubernetes" k8s.io/kubernetes "$kubernetes_version" "v0.${kubernetes_version#v1.}" || return
    for name in kube-apiserver kube-controller-manager kube-scheduler kubectl; do
        build_program "$name" "$modules/kubernetes" "k8s.io/kubernetes/cmd/$name" "$kubernetes_version" "$(as_released)" ||
            return
    done
    module_of "$modules/kwok" sigs.k8s.io/kwok "$kwok_version" || return
    build_program kwok "$modules/kwok" sigs.k8s.io/kwok/cmd/kwok "$kwok_version"
}

# KEDA's two programs, which have the clients of all clouds in them. Prints nothing.
keda_tools() {
    local modules="$tools_of_cluster/modules" name
    module_of "$modules/keda" github.com/kedacore/keda/v2 "$keda_version" || return
    for name in operator adapter; do
        build_program "keda-$name" "$modules/keda" "github.com/kedacore/keda/v2/cmd/$name" "$keda_version" || return
    done
}

# Prints the files of the kinds of others that the chart makes objects of: KEDA's and those of Prometheus' operator.
cluster_crds() {
    local keda operator
    keda="$(module_folder "github.com/kedacore/keda/v2@$keda_version")" || return
    operator="$(module_folder "github.com/prometheus-operator/prometheus-operator@$prometheus_operator_version")" || return
    printf '%s\n' "$keda"/config/crd/bases/*.yaml \
        "$operator"/example/prometheus-operator-crd/monitoring.coreos.com_{servicemonitors,podmonitors,prometheusrules}.yaml
}
