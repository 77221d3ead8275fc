# shellcheck shell=bash
# To be sourced after build.sh: a Python that has torch, diffusers and transformers, for comparisons with the reference
# implementation.

# Prints the Python to use: PYTHON where it is set, else that of .renderfarm/python, which is made at the first need
# (several GB).
reference_python() {
    local home="$RENDERFARM_HOME/.renderfarm/python" needs="$RENDERFARM_HOME/scripts/lib/requirements.txt"
    if [ -n "${PYTHON:-}" ]; then
        printf '%s\n' "$PYTHON"
        return
    fi
    if [ ! -e "$home/.complete" ] || [ "$needs" -nt "$home/.complete" ]; then
        echo "Making a Python environment with torch in $home (once, several GB; or set PYTHON to one that has it)" >&2
        python3 -m venv "$home" >&2 || return
        "$home/bin/python" -m pip install --quiet --requirement "$needs" >&2 || return
        touch "$home/.complete"
    fi
    printf '%s\n' "$home/bin/python"
}
