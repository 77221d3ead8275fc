# shellcheck shell=bash
# To be sourced: where the checkout is, and how what is missing or stale in it is built.

RENDERFARM_HOME="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
export RENDERFARM_HOME

# Java takes the encoding of file names from the locale. That of cron jobs and services is often the plain C locale, in
# which nothing beyond ASCII can be the name of a picture.
if [ "$(locale charmap 2>/dev/null)" = ANSI_X3.4-1968 ] && locale -a 2>/dev/null | grep -ix 'C\.utf-\{0,1\}8' >/dev/null; then
    export LC_ALL=C.UTF-8
fi

java_command() {
    if [ -n "${JAVA_HOME:-}" ]; then
        printf '%s\n' "$JAVA_HOME/bin/java"
    else
        printf 'java\n'
    fi
}

# Prints the file that shows when a module was built last.
artifact_of() {
    case "$1" in
        cli) printf '%s\n' cli/target/farm.jar ;;
        deploy/standalone) printf '%s\n' deploy/standalone/target/standalone.jar ;;
        coordinator | gpu-worker) printf '%s\n' "$1/target/quarkus-app/quarkus-run.jar" ;;
        model-export) printf '%s\n' model-export/target/model-export.jar ;;
        end-to-end) printf '%s\n' end-to-end/target/end-to-end.jar ;;
    esac
}

# Prints the folder of a module, whose last part is its artifact's id.
folder_of() {
    sed -n "s|^ *<module>\\(\\(.*/\\)\\{0,1\\}$1\\)</module>.*|\\1|p" pom.xml
}

# Prints the modules whose sources are in a module's artifact, as the poms say: its own, and those it depends on.
sources_of() {
    local module
    printf '%s\n' "$1"
    while read -r module; do
        sources_of "$(folder_of "$module")"
    done < <(awk -F '[<>]' '
        $2 == "dependency" { ours = 0; artifact = ""; main = 1 }
        $2 == "groupId" && $3 == "dev.renderfarm" { ours = 1 }
        $2 == "artifactId" && artifact == "" { artifact = $3 }
        $2 == "type" || $2 == "scope" { main = 0 }
        $2 == "/dependency" && ours && main { print artifact }' "$1/pom.xml")
}

# Whether a module was never built, or its sources have changed since. Maven leaves an artifact alone where it need not
# change, so the stamp of the last build counts too.
is_stale() {
    local artifact stamp newest source paths=(pom.xml)
    artifact="$(artifact_of "$1")"
    stamp="$1/target/.built"
    [ -e "$artifact" ] || return 0
    newest="$artifact"
    if [ "$stamp" -nt "$artifact" ]; then newest="$stamp"; fi
    while read -r source; do
        paths+=("$source/pom.xml" "$source/src/main")
    done < <(sources_of "$1")
    [ -n "$(find "${paths[@]}" -newer "$newest" -print -quit)" ]
}

# Builds those of the given modules that are missing or stale.
build() (
    cd "$RENDERFARM_HOME" || exit
    stale=()
    for module in "$@"; do
        if is_stale "$module"; then stale+=("$module"); fi
    done
    if [ ${#stale[@]} -gt 0 ]; then
        echo "Building ${stale[*]} (the first time this downloads a lot and takes minutes)" >&2
        began="$(mktemp)"
        (
            IFS=,
            mvn -B -q -Dstyle.color=never -Dquick -DskipTests -pl "${stale[*]}" -am package >&2
        ) || {
            echo "The build failed; the lines above say why." >&2
            exit 1
        }
        for module in "${stale[@]}"; do
            touch -r "$began" "$module/target/.built"
        done
        rm -f "$began"
    fi
)

# Runs the command line of the farm, which has to be built.
farm() {
    "$(java_command)" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -Djava.awt.headless=true \
        -cp "$RENDERFARM_HOME/cli/target/farm.jar:$RENDERFARM_HOME/cli/target/lib/*" \
        dev.renderfarm.cli.command.FarmCommand "$@"
}

# The commands around model packages, without arguments. What TensorFlow frees goes back to the system at once, and the
# heap is small: an export of any size takes less than a gigabyte, unless it is told to run the networks.
model_command=(
    env TF_CPP_MIN_LOG_LEVEL="${TF_CPP_MIN_LOG_LEVEL:-2}" TF_ONEDNN_USE_SYSTEM_ALLOCATOR=true
    "$(java_command)" -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -DRUST_FLAVOR=cpu -XX:+UseSerialGC -Xmx512m
    -cp "$RENDERFARM_HOME/model-export/target/model-export.jar:$RENDERFARM_HOME/model-export/target/lib/*"
    dev.renderfarm.modelexport.command.ModelCommand
)

# Runs the commands around model packages, which have to be built.
farm_model() {
    "${model_command[@]}" "$@"
}

# Prints the folder of the tiny model, which is made at the first need and again when the exporter has changed.
tiny_model() {
    local folder="$RENDERFARM_HOME/.renderfarm/models/tiny"
    build model-export || return
    if [ ! "$folder/model.json" -nt "$RENDERFARM_HOME/$(cd "$RENDERFARM_HOME" && artifact_of model-export)" ]; then
        echo "Making the tiny model" >&2
        mkdir -p "$(dirname "$folder")" || return
        farm_model export --random-weights tiny --seed 1 --out "$folder" --replace --quiet >&2 || return
    fi
    printf '%s\n' "$folder"
}

# Prints the folder of the starter model's package, which is made at the first need and again when checkpoint or
# exporter have changed.
starter_model() {
    local checkpoint="$RENDERFARM_HOME/models/starter" folder="$RENDERFARM_HOME/.renderfarm/models/starter" artifact
    build model-export || return
    artifact="$RENDERFARM_HOME/$(cd "$RENDERFARM_HOME" && artifact_of model-export)"
    if [ ! "$folder/model.json" -nt "$artifact" ] ||
        [ -n "$(find "$checkpoint" -newer "$folder/model.json" -print -quit)" ]; then
        echo "Making the package of the starter model" >&2
        mkdir -p "$(dirname "$folder")" || return
        farm_model export --checkpoint "$checkpoint" --out "$folder" --replace --quiet >&2 || return
    fi
    printf '%s\n' "$folder"
}
