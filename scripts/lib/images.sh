# shellcheck shell=bash
# Images without a registry, for scripts that source it after build.sh: `engine`, `java_base`, and `java_folder`, where
# Java lies in what `java_base` names.

images_home="$RENDERFARM_HOME/.renderfarm/images"
mkdir -p "$images_home"

# what it needs, or 69, which says that there are no tools here
for tool in podman runc mmdebstrap; do
    if ! command -v "$tool" >/dev/null; then
        echo "$(basename "$0"): there is no $tool: apt-get install podman buildah runc mmdebstrap" >&2
        exit 69
    fi
done

# crun wants another kind of cgroups than some machines have, and lower limits need no capability
cat >"$images_home/containers.conf" <<'CONF'
[containers]
default_ulimits = ["nofile=20000:20000", "nproc=20000:20000"]
netns = "host"
[engine]
runtime = "runc"
CONF
export CONTAINERS_CONF="$images_home/containers.conf"
# shellcheck disable=SC2034 # for who sources it
engine=(podman --root "$images_home/storage" --runroot "$images_home/run")
# shellcheck disable=SC2034 # for who sources it
java_folder="${JAVA_FOLDER:-/usr/lib/jvm/java-17-openjdk-amd64}"

# Prints the name of a base of this machine's own Debian packages, for where no registry can be asked.
java_base() {
    local image=localhost/renderfarm-java:17 sources=/etc/apt/sources.list.d/debian.sources
    if [ ! -s "$sources" ]; then sources=/etc/apt/sources.list; fi
    if ! "${engine[@]}" image exists "$image"; then
        if [ ! -s "$images_home/java.tar" ]; then
            echo "Making a base with Java 17 out of Debian's packages (once)" >&2
            # man1 has to be there for the package's postinst
            # shellcheck disable=SC2016 # mmdebstrap's own variable
            mmdebstrap --quiet --variant=minbase --include=openjdk-17-jdk-headless,ca-certificates,libstdc++6 \
                --setup-hook='mkdir -p "$1/usr/share/man/man1"' --dpkgopt='path-exclude=/usr/share/doc/*' \
                --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-include=/usr/share/man/man1' \
                --dpkgopt='path-exclude=/usr/share/locale/*' "$(. /etc/os-release && echo "$VERSION_CODENAME")" \
                "$images_home/java.part.tar" "$sources" >&2
            mv "$images_home/java.part.tar" "$images_home/java.tar"
        fi
        "${engine[@]}" import --quiet "$images_home/java.tar" "$image" >&2
    fi
    printf '%s\n' "$image"
}
