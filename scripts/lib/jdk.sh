# shellcheck shell=bash
# Finds the newest JDK from release 22 up. Sourced by the project's scripts and, in an installed distribution, by bin/*.
# Pure bash, no process is started: the command line client's start time pays for every fork.

# find_jdk: sets JDK (its home) and JDK_RELEASE (25, 22, ...). Status 1 when there is none.
# A JDK is a directory with bin/java, bin/javac and a release file. JAVA_HOME wins over others of the same release.
find_jdk() {
    local dir
    local -a path=()
    JDK='' JDK_RELEASE=0
    [ -n "${JAVA_HOME:-}" ] && consider_jdk "$JAVA_HOME"
    IFS=: read -r -a path <<<"$PATH"
    for dir in "${path[@]}"; do
        if [ "${dir##*/}" = bin ]; then consider_jdk "${dir%/bin}"; fi
    done
    for dir in /usr/lib/jvm/* /opt/* /opt/*/* /usr/java/*; do consider_jdk "$dir"; done
    # The last resort, since it starts a process: what a java on PATH is a link to.
    if [ -z "$JDK" ] && dir=$(readlink -f "$(type -P java)"); then consider_jdk "${dir%/bin/java}"; fi
    [ -n "$JDK" ]
}

consider_jdk() { # HOME: takes it if it is a JDK newer than the one taken
    local line version='' release
    if [ ! -r "$1/release" ] || [ ! -x "$1/bin/java" ] || [ ! -x "$1/bin/javac" ]; then return; fi
    while IFS= read -r line; do
        case $line in JAVA_VERSION=*) version=${line#JAVA_VERSION=} version=${version//\"/}; break ;; esac
    done <"$1/release"
    release=${version%%[!0-9]*}
    if [ -n "$release" ] && [ "$release" -ge 22 ] && [ "$release" -gt "$JDK_RELEASE" ]; then JDK=$1 JDK_RELEASE=$release; fi
}

# jvm_flags FILE [PATTERN]: sets JVM_FLAGS to the flags in FILE (one a line, # comments) that JDK_RELEASE knows, without
# those that match PATTERN.
jvm_flags() {
    local line
    JVM_FLAGS=()
    while IFS= read -r line; do
        # shellcheck disable=SC2254
        case $line in
            '' | '#'*) continue ;;
            --sun-misc-unsafe-memory-access=*) [ "$JDK_RELEASE" -ge 23 ] || continue ;; # JEP 471: from release 23
            ${2:-}) continue ;;
        esac
        JVM_FLAGS+=("$line")
    done <"$1"
}
