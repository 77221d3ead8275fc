# shellcheck shell=bash
# To be sourced after build.sh: a farm that ends with the script that started it, however the script ends.

# shellcheck disable=SC2329 # called by the trap
stop_farm() {
    exec 9>&-
    wait "$standalone" || true
}

# Starts scripts/standalone on a data folder, with the options that follow, and waits until it is ready. It reads from a
# pipe that only this script holds open, as file 9: give that to no program that outlives the script. $farm_log has what
# it says.
start_farm() {
    local data="$1" pipe
    shift
    mkdir -p "$data/logs"
    farm_log="$data/logs/standalone.log"
    pipe="$(mktemp -u "$data/pipe.XXXXXX")"
    mkfifo -m 600 "$pipe"
    "$RENDERFARM_HOME/scripts/standalone" --data "$data" --until-end-of-input "$@" <"$pipe" >"$farm_log" 2>&1 &
    standalone=$!
    exec 9>"$pipe"
    rm -f "$pipe"
    trap stop_farm EXIT
    until grep -qs "\"pid\" : $standalone\$" "$data/farm.json"; do
        if ! kill -0 "$standalone" 2>/dev/null; then
            tail -n 25 "$farm_log" >&2
            exit 1
        fi
        sleep 0.1
    done
}
