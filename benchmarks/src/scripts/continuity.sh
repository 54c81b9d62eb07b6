#!/bin/bash
# What subscribers notice when the daemon is killed, and of a commit: SESSIONS DHCP clients on as many QinQ lines, CAKE both ways, that send
# packets all the time and are accounted. Called by scripts/bench on a kernel with 802.1Q and CAKE.
#
#   continuity.sh kill SESSIONS      kill -9, and the daemon is started again
#   continuity.sh commit SESSIONS    a commit that changes the rates, adds a VLAN range and puts another RADIUS server in place
#
# Status 0 only if no packet was lost, every session is the one that it was, on the same interface with the same queues, each client renews
# its lease afterwards, and each session was accounted by one Start and one Stop.
set -u
. "$(dirname "$(readlink -f "$0")")/common.sh"
WHAT=${1:?kill or commit}
SESSIONS=${2:?how many}
PACKETS=100
WORK=$(mktemp -d) || exit 1
SERVER=''
MONITOR=''
trap 'kill $SERVER $MONITOR 2>/dev/null; cleanup' EXIT

accounting_server() {
    # shellcheck disable=SC2086
    "$BENCH_JDK/bin/java" $BENCH_FLAGS ${ABNGD_JAVA_OPTIONS:-} -cp "$BENCH_CLASSES:$BENCH_LIB/*" \
        io.athenabng.benchmarks.crash.AccountingServer --namespace bench-gw --port 1813 --port 1814 --secret testing123 \
        --json "$WORK/accounting.json" >"$WORK/accounting.log" 2>&1 &
    SERVER=$!
    local i
    for ((i = 0; i < 600; i++)); do
        grep -qs ready "$WORK/accounting.log" && return
        sleep 0.2
    done
    cat "$WORK/accounting.log" >&2
    fatal "the accounting server does not run"
}
clients_up() {
    load "$WORK/load.json" --clients "$SESSIONS" --window 32 --retransmit 4000,2,5 --hold 10 --until "$WORK/enough" --packets $PACKETS \
        --up-file "$WORK/up" --renew 1 --release 2>"$WORK/load.log" &
    PLAYER=$!
    local i
    for ((i = 0; i < 1800; i++)); do
        [ -s "$WORK/up" ] && return
        kill -0 $PLAYER 2>/dev/null || break
        sleep 0.5
    done
    tail -n 20 "$WORK/load.log" >&2
    fatal "the clients have no addresses"
}
interfaces() { ip -n bench-gw -o link show type vlan | awk '{print $1, $2}' | sort; }
queues() { tc -n bench-gw qdisc show | awk '/cake/ {print $3, $5}' | sort; } # handles: one that is made again has another
back() { # whether the log says since line $1 that all sessions are back
    tail -n +"$1" "$WORK/abngd.log" | grep -q 'all sessions of the run before are back'
}

kill_daemon() {
    progress "kill -9 with $(jq length <<<"$before") sessions up"
    local lines killed
    lines=$(($(wc -l <"$WORK/abngd.log") + 1))
    killed=$(now)
    kill -9 $DAEMON
    wait $DAEMON 2>/dev/null
    ip netns exec bench-gw "$BENCH_DIST/bin/abngd" --config "$WORK/abng.yaml" >>"$WORK/abngd.log" 2>&1 &
    DAEMON=$!
    until back "$lines"; do
        kill -0 $DAEMON 2>/dev/null || { tail -n 20 "$WORK/abngd.log" >&2; fatal "the daemon ended"; }
        [ $(($(now) - killed)) -lt 600000000 ] || fatal "the sessions are not back after ten minutes"
        sleep 0.1
    done
    FIGURES=$(jq -nc --argjson us $(($(now) - killed)) '{secondsUntilAllAreBack: ($us / 1000000)}')
}

commit() {
    progress "a commit with $(jq length <<<"$before") sessions up"
    sed -e 's/down: 100mbit/down: 80mbit/' -e 's/accounting-port: 1813/accounting-port: 1814/' \
        -e 's/^    vlans: .*/    vlans: [{ stack: 500-539.100-349, outer-tpid: 802.1ad }, { stack: 600.100-349, outer-tpid: 802.1ad }]/' \
        "$WORK/abng.yaml" >"$WORK/next.yaml"
    ip -n bench-gw monitor link >"$WORK/monitor" &
    MONITOR=$!
    local bare from committed applied
    from=$(now)
    cli --json show status >/dev/null || fatal "the gateway does not answer"
    bare=$(($(now) - from))
    cli config load replace "$WORK/next.yaml" >&2 || fatal "the candidate is refused"
    from=$(now)
    cli --json config commit "rates, range and server" >"$WORK/commit.json" || fatal "the commit is refused"
    committed=$(($(now) - from))
    until [ "$(tc -n bench-gw qdisc show | grep -c 'bandwidth 80Mbit')" -ge "$SESSIONS" ]; do
        [ $(($(now) - from)) -lt 300000000 ] || fatal "the rates are not those of the commit after five minutes"
    done
    applied=$(($(now) - from))
    FIGURES=$(jq -nc --argjson bare $bare --argjson committed $committed --argjson applied $applied --slurpfile commit "$WORK/commit.json" '
        {secondsOfAnyCommand: ($bare / 1000000), secondsOfTheCommit: ($committed / 1000000),
         secondsUntilTheLastRateIsSet: ($applied / 1000000), keysChanged: ($commit[0].changes | length),
         keysThatWait: ($commit[0].waiting | length)}')
}

topology
server_side
accounting_server
BENCH_ACCOUNTING=1813 start_gateway 10m
progress "the gateway runs; $SESSIONS clients come"
clients_up
sleep 5
before=$(identities) interfaces=$(interfaces) queues=$(queues)
if [ "$WHAT" = kill ]; then kill_daemon; else commit; fi
sleep 10
same=true
[ "$(interfaces)" = "$interfaces" ] && [ "$(queues)" = "$queues" ] || same=false
after=$(identities)
drops=$(drops)
flaps=0
[ -n "$MONITOR" ] && kill $MONITOR && flaps=$(grep -cE '^Deleted|state DOWN' "$WORK/monitor") # before the clients leave
touch "$WORK/enough"
wait $PLAYER
sleep 2
cli --json show status >"$WORK/status.json" || fatal "the gateway does not answer"
for ((i = 0; i < 120; i++)); do # the last reports are on their way
    [ "$(cli --json show status | jq '.sessions.active + .sessions.ending')" = 0 ] && break
    sleep 1
done
sleep 5
kill $SERVER
wait $SERVER 2>/dev/null
jq -n --argjson sessions "$SESSIONS" --argjson before "$before" --argjson after "$after" --argjson arrived "$(arrived)" \
    --argjson drops "$drops" --argjson same $same --argjson flaps "$flaps" --argjson figures "$FIGURES" --slurpfile load "$WORK/load.json" \
    --slurpfile accounting "$WORK/accounting.json" --slurpfile status "$WORK/status.json" --arg where "${BENCH_WHERE:-native}" \
    --arg kernel "$(uname -r)" '
    ($load[0].packetsSent - $arrived) as $lost
    | ($accounting[0] | .sessions == $sessions and .started == $sessions and .stopped == $sessions
        and ([.ports[].on] | add) == 1) as $accounted
    | {sessions: $sessions, where: $where, kernel: $kernel,
       complete: ($before == $after and ($before | length) == $sessions and $lost == 0 and $load[0].failed == 0
           and $load[0].renewed == $sessions and $same and $flaps == 0 and $accounted and $status[0].errors == 0
           and ($figures.keysThatWait // 0) == 0),
       packetsSent: $load[0].packetsSent, packetsLost: $lost, sessionsLost: ($before - $after | length), interfacesAndQueuesAreTheSame: $same,
       linksThatWentDown: $flaps, leasesRenewedAfterwards: $load[0].renewed, accounting: $accounting[0], drops: $drops}
    + $figures' >"$BENCH_OUT"
jq -r '"\(.packetsLost) of \(.packetsSent) packets lost, \(.sessionsLost) sessions lost, all back after \(.secondsUntilAllAreBack // "-") s, committed in \(.secondsOfTheCommit // "-") s"' \
    "$BENCH_OUT" >&2
jq -e .complete "$BENCH_OUT" >/dev/null || { jq . "$BENCH_OUT" >&2; tail -n 20 "$WORK/abngd.log" >&2; fatal "not everything is as it should be"; }
