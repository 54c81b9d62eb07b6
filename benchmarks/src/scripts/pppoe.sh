#!/bin/bash
# PPPoE sessions a second, what one costs, and what a kill -9 does to them: SESSIONS clients with CHAP on as many QinQ lines that are made
# on demand, CAKE both ways. Called by scripts/bench on a kernel with 802.1Q, CAKE and PPP.
#
#   pppoe.sh bring-up SESSIONS [WINDOW]   sessions/s, CPU and memory a session
#   pppoe.sh kill SESSIONS                they send packets and ask for echoes while the daemon is killed and started again
#
# Status 0 only if every client has its session, its shaped unit and its route, and after a kill still the same.
set -u
. "$(dirname "$(readlink -f "$0")")/common.sh"
WHAT=${1:?bring-up or kill}
SESSIONS=${2:?how many}
WINDOW=${3:-32}
WORK=$(mktemp -d) || exit 1
HOLDER=''
trap 'cleanup_all' EXIT

cleanup_all() {
    [ -n "$HOLDER" ] && kill "$HOLDER" 2>/dev/null
    cleanup
}
play() { # RESULT ARGUMENT...: PPPoE clients at the other end of the trunk
    local result=$1
    shift
    # shellcheck disable=SC2086
    ip netns exec bench-sub "$BENCH_JDK/bin/java" $BENCH_FLAGS ${ABNGD_JAVA_OPTIONS:-} -cp "$BENCH_CLASSES:$BENCH_LIB/*" \
        io.athenabng.benchmarks.pppoe.PppoeLoad --interface trunk --clients "$SESSIONS" --window "$WINDOW" \
        --lines-per-outer $LINES_PER_OUTER --json "$result" "$@" >/dev/null
}
cpu_ticks() { awk '{sub(/.*\) /, ""); print $12 + $13}' "/proc/$DAEMON/stat"; } # user and system, of this kernel's 100 a second
resident() { awk '/^VmRSS/ {print $2}' "/proc/$DAEMON/status"; }
available() { awk '/^MemAvailable/ {print $2}' /proc/meminfo; }
objects() { # units that are up, with CAKE, redirected, with a route
    local qdiscs
    qdiscs=$(tc -n bench-gw qdisc show)
    jq -n --argjson units "$(ip -n bench-gw -o link show type ppp | grep -c '[<,]UP[,>]')" \
        --argjson cake "$(grep -Ec '^qdisc cake .* dev ppp' <<<"$qdiscs")" \
        --argjson ingress "$(grep -Ec '^qdisc (ingress|clsact) .* dev ppp' <<<"$qdiscs")" \
        --argjson routes "$(ip -n bench-gw route show | grep -c '^10\.64\..* dev ppp')" \
        --argjson vlans "$(ip -n bench-gw -o link show type vlan | wc -l)" \
        '{units: $units, cake: $cake, ingress: $ingress, routes: $routes, vlans: $vlans}'
}
start() {
    topology
    server_side
    "$BENCH_DIST/bin/abng-holder" --socket "$WORK/holder.sock" >"$WORK/holder.log" 2>&1 &
    HOLDER=$!
    configure_gateway 10m "$SESSIONS"
    run_gateway
}

start
progress "the gateway runs; $SESSIONS clients come"
ticks=$(cpu_ticks) rss=$(resident) memory=$(available)
if [ "$WHAT" = bring-up ]; then
    play "$WORK/load.json" --hold 5
    status=$?
    [ -s "$WORK/load.json" ] || { tail -n 20 "$WORK/abngd.log" >&2; fatal "the load generator has no result (status $status)"; }
    ticks=$(($(cpu_ticks) - ticks)) rss=$(($(resident) - rss)) memory=$((memory - $(available)))
    cli --json show status >"$WORK/status.json" || fatal "the gateway does not answer"
    jq -n --argjson objects "$(objects)" --argjson sessions "$SESSIONS" --argjson ticks $ticks --argjson rss $rss --argjson memory $memory \
        --slurpfile load "$WORK/load.json" --slurpfile status "$WORK/status.json" --arg where "${BENCH_WHERE:-native}" \
        --arg kernel "$(uname -r)" '
        ($objects.units >= $sessions and $objects.cake >= $sessions and $objects.ingress >= $sessions and $objects.routes >= $sessions
            and $load[0].sessions == $sessions and $load[0].failed == 0 and $load[0].lost == 0 and $status[0].errors == 0) as $complete
        | {sessions: $sessions, where: $where, kernel: $kernel, complete: $complete, sessionsPerSecond: $load[0].sessionsPerSecond,
           daemonCpuMillisecondsPerSession: ($ticks * 10 / $sessions), daemonResidentKibPerSession: ($rss / $sessions),
           machineMemoryKibPerSession: ($memory / $sessions), objects: $objects, load: $load[0]}' >"$BENCH_OUT"
    jq -r '"\(.sessionsPerSecond) sessions/s, \(.daemonCpuMillisecondsPerSession) ms of CPU, \(.machineMemoryKibPerSession | floor) KiB each"' \
        "$BENCH_OUT" >&2
else
    play "$WORK/load.json" --hold 10 --until "$WORK/enough" --echoes 20 --packets 100 --up-file "$WORK/up" 2>"$WORK/load.log" &
    player=$!
    for ((i = 0; i < 1200; i++)); do
        [ -s "$WORK/up" ] && break
        kill -0 $player 2>/dev/null || { cat "$WORK/load.log" >&2; fatal "the load generator ended"; }
        sleep 0.5
    done
    sleep 5
    before=$(identities)
    progress "kill -9 with $(jq length <<<"$before") sessions up"
    killed=$(now)
    kill -9 $DAEMON
    wait $DAEMON 2>/dev/null
    run_gateway
    running=$(now)
    sleep 10
    touch "$WORK/enough"
    wait $player
    sleep 2
    after=$(identities)
    cli --json show status >"$WORK/status.json" || fatal "the gateway does not answer"
    jq -n --argjson objects "$(objects)" --argjson sessions "$SESSIONS" --argjson before "$before" --argjson after "$after" \
        --argjson arrived "$(arrived)" --argjson drops "$(drops)" --argjson away $((running - killed)) --slurpfile load "$WORK/load.json" \
        --slurpfile status "$WORK/status.json" --arg where "${BENCH_WHERE:-native}" --arg kernel "$(uname -r)" '
        ($load[0].packetsSent - $arrived) as $lost
        | {sessions: $sessions, where: $where, kernel: $kernel,
           complete: ($before == $after and ($before | length) == $sessions and $lost == 0 and $load[0].lost == 0 and $load[0].failed == 0
               and $objects.units >= $sessions and $load[0].echoesAnswered > 0 and $status[0].errors == 0),
           packetsSent: $load[0].packetsSent, packetsLost: $lost, sessionsLost: ($load[0].lost + ($before - $after | length)),
           secondsUntilRunning: ($away / 1000000), longestEchoSilenceSeconds: $load[0].longestSilenceSeconds,
           echoesAsked: $load[0].echoesAsked, echoesAnswered: $load[0].echoesAnswered, objects: $objects, drops: $drops, load: $load[0]}' >"$BENCH_OUT"
    jq -r '"\(.packetsLost) of \(.packetsSent) packets lost, \(.sessionsLost) sessions lost, running after \(.secondsUntilRunning) s, echoes silent for \(.longestEchoSilenceSeconds) s"' \
        "$BENCH_OUT" >&2
fi
jq -e .complete "$BENCH_OUT" >/dev/null || { jq 'del(.load)' "$BENCH_OUT" >&2; tail -n 20 "$WORK/abngd.log" >&2; fatal "not everything is as it should be"; }
