# shellcheck shell=bash
# Images without a registry, for scripts that source it after build.sh: `engine`, `farm_image` and `server_image`.

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

# a podman that cannot run here, as without a subordinate user id, is as good as none
if ! "${engine[@]}" info >/dev/null 2>"$images_home/podman.log"; then
    echo "$(basename "$0"): podman does not work on this machine: $(tail -1 "$images_home/podman.log")" >&2
    exit 69
fi

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

# Builds the image of coordinator or worker under a name. JDK_IMAGE and JRE_IMAGE, with Java in JAVA_FOLDER, are its base,
# or else that of `java_base`.
farm_image() { # coordinator or worker, name
    local jdk jre
    jdk="${JDK_IMAGE:-$(java_base)}"
    jre="${JRE_IMAGE:-$jdk}"
    "${engine[@]}" build --quiet --isolation=chroot --build-arg JDK="$jdk" --build-arg JRE="$jre" --build-arg BASE="$jre" \
        --build-arg JAVA="${JAVA_FOLDER:-/usr/lib/jvm/java-17-openjdk-amd64}" \
        --file "$RENDERFARM_HOME/deploy/images/Containerfile.$1" --tag "$2" "$RENDERFARM_HOME" >/dev/null
}

# Builds an image of the standalone farm's broker or S3 server under a name.
server_image() { # kafka or s3, name
    "${engine[@]}" build --quiet --isolation=chroot --build-arg JAVA="$(java_base)" \
        --file "$RENDERFARM_HOME/scripts/lib/containers/Containerfile.$1" --tag "$2" "$RENDERFARM_HOME" >/dev/null
}
