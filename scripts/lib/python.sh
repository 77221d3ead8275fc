# shellcheck shell=bash
# To be sourced after build.sh: a Python that has the packages that a comparison needs.

# Prints the Python of an environment of that name in .renderfarm, which is made with the packages of a file of
# requirements at the first need, and again when they have changed.
python_with() {
    local home="$RENDERFARM_HOME/.renderfarm/$1" needs="$2"
    if [ ! -e "$home/.complete" ] || [ "$needs" -nt "$home/.complete" ]; then
        echo "Making a Python environment in $home" >&2
        python3 -m venv "$home" >&2 || return
        "$home/bin/python" -m pip install --quiet --requirement "$needs" >&2 || return
        touch "$home/.complete"
    fi
    printf '%s\n' "$home/bin/python"
}

# Prints the Python that has torch, diffusers and transformers, for comparisons with the reference implementation: PYTHON
# where it is set, else an environment of several GB.
reference_python() {
    if [ -n "${PYTHON:-}" ]; then
        printf '%s\n' "$PYTHON"
    else
        python_with python "$RENDERFARM_HOME/scripts/lib/requirements.txt"
    fi
}
