# shellcheck shell=bash
# What the project's scripts share: progress, finding a JDK, installing Debian packages, building.
# Use: . "$(dirname "$(readlink -f "$0")")/lib/common.sh"

ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
ME=${0##*/}
STARTED=${EPOCHREALTIME%.*}
# shellcheck source=jdk.sh
. "$ROOT/scripts/lib/jdk.sh"

if [ -t 2 ] && [ -z "${NO_COLOR:-}" ]; then
    # shellcheck disable=SC2034
    BOLD=$'\e[1m' RED=$'\e[31m' GREEN=$'\e[32m' YELLOW=$'\e[33m' PLAIN=$'\e[0m'
else
    BOLD='' RED='' GREEN='' YELLOW='' PLAIN=''
fi

elapsed() { echo $((${EPOCHREALTIME%.*} - STARTED)); }
# Progress goes to standard error: what a command prints stays clean.
step() { printf '%s[%4ds] %s%s\n' "$BOLD" "$(elapsed)" "$*" "$PLAIN" >&2; }
note() { printf '[%4ds]   %s\n' "$(elapsed)" "$*" >&2; }
warn() { printf '%s[%4ds] %s: %s%s\n' "$YELLOW" "$(elapsed)" "$ME" "$*" "$PLAIN" >&2; }
die() { printf '%s%s: %s%s\n' "$RED" "$ME" "$*" "$PLAIN" >&2; exit 127; }

# require_jdk: sets JDK and JDK_RELEASE, or ends the script saying what to install.
require_jdk() {
    find_jdk || die "no JDK from release 22 up in JAVA_HOME, PATH, /usr/lib/jvm or /opt.
  JDK 25 is the reference. Eclipse Temurin's Debian repository (https://adoptium.net/installation/linux/) has it:
    apt-get install -y temurin-25-jdk
  or unpack any JDK 22+ archive below /opt."
}

require_root() {
    [ "$(id -u)" = 0 ] || die "$1 needs root; run it with sudo, or as root."
}

have_package() { # installed, and not merely removed with its configuration left
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# ensure_packages PACKAGE...: installs those that are missing. No service that a package brings is started by it,
# and nothing that the machine had is changed. PACKAGE may be 'a|b': any of them will do, a is installed.
ensure_packages() {
    local wanted one alternatives found
    local -a missing=()
    for wanted in "$@"; do
        found=
        IFS='|' read -ra alternatives <<<"$wanted"
        for one in "${alternatives[@]}"; do have_package "$one" && found=1; done
        [ -n "$found" ] || missing+=("${alternatives[0]}")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    command -v apt-get >/dev/null || die "needs these packages, and there is no apt-get to install them: ${missing[*]}"
    require_root "installing ${missing[*]}"
    step "install packages: ${missing[*]}"
    (
        flock 9 # two scripts at once: the second waits, then finds less to do
        install_packages "${missing[@]}"
    ) 9>/run/lock/athena-bng-packages.lock || die "packages could not be installed: ${missing[*]}
  $(package_advice)"
    for one in "${missing[@]}"; do have_package "$one" || die "package $one is still missing after its installation"; done
}

package_advice() {
    echo "Can this machine reach its package mirror? See /etc/apt/sources.list*, then: apt-get update && apt-get install -y ${missing[*]}"
}

install_packages() {
    local log status policy='' attempt
    log=$(mktemp) || return 1
    local -a apt=(apt-get -q -y -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
    for attempt in 1 2 3 4 5 6; do
        # Any list that fails to load is an error only when the packages cannot be found afterwards: a third-party
        # repository that is down must not stop us.
        if "${apt[@]}" update >"$log" 2>&1; then break; fi
        if grep -q 'Could not get lock' "$log" && [ "$attempt" -lt 6 ]; then sleep 10; continue; fi
        warn "apt-get update did not end well:"; grep -E '^(E|W|Err)' "$log" | head -5 >&2
        break
    done
    # Debian starts a package's services at installation. invoke-rc.d asks policy-rc.d: 101 forbids it.
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        policy=/usr/sbin/policy-rc.d
        printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy
    fi
    # INITRD=No: no boot image for the lab's kernel; this machine never boots it.
    DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l INITRD=No \
        "${apt[@]}" install --no-install-recommends "$@" >"$log" 2>&1
    status=$?
    [ -n "$policy" ] && rm -f "$policy"
    [ $status -eq 0 ] || { echo "$ME: apt-get install failed:" >&2; tail -n 15 "$log" >&2; }
    rm -f "$log"
    return $status
}

# maven ARGUMENT...: in the project's root, quiet JVM settings for short runs. Maven itself may run on any JDK from 17 up;
# the build selects the newest JDK from 22 up for compiling and testing.
maven() {
    command -v mvn >/dev/null || ensure_packages maven
    # Maven runs on whatever java there is; its toolchain discovery looks at these variables, wherever the JDK was unpacked.
    export "JAVA${JDK_RELEASE}_HOME=$JDK"
    command -v java >/dev/null || export JAVA_HOME=$JDK
    (cd "$ROOT" && MAVEN_OPTS="${MAVEN_OPTS:--XX:TieredStopAtLevel=1 -XX:+UseSerialGC}" mvn -B "$@")
}

# The unpacked distribution that the build leaves, the same tree that the archive holds, and when it was built.
DIST=$ROOT/engine/dist/target/athena-bng
BUILT=$ROOT/engine/dist/target/built

# newer_sources: is a source, POM or packaged file newer than the distribution?
newer_sources() {
    [ -e "$BUILT" ] && [ -e "$DIST/VERSION" ] || return 0
    [ -n "$(cd "$ROOT" && find pom.xml native-bindings netlink rpc engine cli scripts/jvm.flags scripts/lib/jdk.sh docs/abng-example.yaml \
        \( -path '*/target' -o -path '*/src/test' \) -prune -o -type f -newer "$BUILT" -print -quit)" ]
}

# ensure_built: builds the distribution when it is missing or older than the sources.
ensure_built() {
    newer_sources || return 0
    require_jdk
    step "build the distribution (mvn package, without running tests)"
    (
        flock 9
        newer_sources || exit 0
        rm -rf "$DIST" "$BUILT"
        mkdir -p "${BUILT%/*}"
        touch "$BUILT.began"
        maven -q -ntp package -DskipTests -pl engine/dist -am >&2 && mv "$BUILT.began" "$BUILT"
    ) 9<"$ROOT/pom.xml" || die "the build failed; its messages are above"
}

archive_is_there() { # and of the jars that are there now
    local key
    key=$(compgen -G "$DIST/lib/abngd-*.jsa.key" | head -1)
    [ -n "$key" ] && [ -z "$(find "$DIST/lib" -name '*.jar' -newercm "$key" -print -quit)" ]
}

# ensure_archived: has the distribution's programs make the archives of their classes, the daemon in a network namespace of its own: in the
# virtual machine a start with them takes half the time, and making them there would be lost with it. Without root or namespaces there is none, and starts are slower.
ensure_archived() {
    local scratch namespace=abng-archive-$$ daemon
    "$DIST/bin/abng-cli" --help >/dev/null || die "abng-cli does not start" # the first run makes its own
    archive_is_there && return 0
    [ "$(id -u)" = 0 ] && ip netns add "$namespace" 2>/dev/null || return 0
    step "make the archive of the daemon's classes"
    scratch=$(mktemp -d)
    ip -n "$namespace" link set lo up
    ip -n "$namespace" link add eth1 type veth peer name trunk && ip -n "$namespace" link set eth1 up
    cat >"$scratch/abng.yaml" <<YAML
bootstrap: { state-directory: $scratch/state, socket: { path: $scratch/abngd.sock, group: root } }
trunks: [{ name: eth1 }]
pools: [{ name: main, ranges: [10.64.0.10-10.64.0.250] }]
access-groups:
  - name: main
    trunk: eth1
    vlans: [{ stack: untagged }]
    gateway: 10.64.0.1/24
    shaping: { queue: none }
    dhcp: { mode: server, server: { pools: [main], lease-time: 1h } }
YAML
    ABNGD_ARCHIVE_AFTER=3 ip netns exec "$namespace" "$DIST/bin/abngd" --config "$scratch/abng.yaml" >"$scratch/log" 2>&1 &
    daemon=$!
    for ((i = 0; i < 150; i++)); do
        archive_is_there && break
        kill -0 "$daemon" 2>/dev/null || break
        sleep 0.2
    done
    kill "$daemon" 2>/dev/null
    wait "$daemon" 2>/dev/null
    archive_is_there || { warn "there is no archive of the daemon's classes:"; tail -n 5 "$scratch/log" >&2; }
    ip netns del "$namespace"
    rm -rf "$scratch"
}

# in_lab_or_here DIRECTORY COMMAND...: on this kernel when it has 802.1ad, or else in the virtual machine, where DIRECTORY is written through.
# There BENCH_WHERE is 'lab', and the daemon's JVM compiles in a hurry: in emulation the optimising compiler costs more than it gains.
in_lab_or_here() {
    local directory=$1
    shift
    if ip link add abng-probe type veth peer name abng-probe2 2>/dev/null &&
        ip link add link abng-probe name abng-probe.1 type vlan proto 802.1ad id 1 2>/dev/null; then
        ip link del abng-probe
        "$@"
        return
    fi
    ip link del abng-probe 2>/dev/null
    export ABNGD_JAVA_OPTIONS="${ABNGD_JAVA_OPTIONS:--XX:TieredStopAtLevel=1 -XX:+UseSerialGC}" BENCH_WHERE=lab
    "$ROOT/scripts/lab" install && "$ROOT/scripts/lab" run --mem "${LAB_MEMORY:-4096}" --timeout "${LAB_TIMEOUT:-3000}" --rw "$directory" -- "$@"
}
