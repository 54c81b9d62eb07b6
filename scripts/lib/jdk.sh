# shellcheck shell=bash
# Finds the newest JDK from release 22 up. Sourced by the project's scripts and, in an installed distribution, by bin/*.
# Pure bash, no process is started: the command line client's start time pays for every fork.

# find_jdk: sets JDK (its home) and JDK_RELEASE (25, 22, ...). Status 1 when there is none.
# A JDK is a directory with bin/java, bin/javac and a release file. JAVA_HOME wins over others of the same release.
find_jdk() {
    local home line version release java
    local -a homes=()
    JDK='' JDK_RELEASE=0
    if [ -n "${JAVA_HOME:-}" ]; then homes+=("$JAVA_HOME"); fi
    java=$(type -P java) && [ -n "$java" ] && {
        while [ -L "$java" ]; do
            line=$(readlink "$java")
            case $line in /*) java=$line ;; *) java=${java%/*}/$line ;; esac
        done
        homes+=("${java%/bin/java}")
    }
    homes+=(/usr/lib/jvm/* /opt/* /opt/*/* /usr/java/*)
    for home in "${homes[@]}"; do
        [ -x "$home/bin/java" ] && [ -x "$home/bin/javac" ] && [ -r "$home/release" ] || continue
        version=''
        while IFS= read -r line; do
            case $line in JAVA_VERSION=*) version=${line#JAVA_VERSION=}; version=${version//\"/}; break ;; esac
        done <"$home/release"
        release=${version%%[!0-9]*}
        [ -n "$release" ] && [ "$release" -ge 22 ] && [ "$release" -gt "$JDK_RELEASE" ] || continue
        JDK=$home JDK_RELEASE=$release
    done
    [ -n "$JDK" ]
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
