#!/bin/bash
# DHCP clients against the gateway and against its peers, each in turn, in network namespaces of the running kernel. Called by scripts/bench.
#
#   dhcp.sh server|relay|pipeline ROUNDS SECONDS WARM_UP
#
#   server    complete exchanges with the built-in server; Kea and ISC dhcpd
#   relay     complete exchanges through the relay, with a server of our own behind it; ISC dhcrelay and dnsmasq
#   pipeline  Discover in, relayed datagram out: the rate, and how long it takes at half of that rate; the same peers
#
# Clients and the server behind relays are one program on processor 0; what is measured has processor 1 for itself, every thread of it. The
# gateway's clients have lines of their own below two tags, the peers' clients have no tags. What the gateway asks of rtnetlink is
# acknowledged by a fake in its own process; its rings, sockets and store are real, and so are the peers' lease files. Warm-up exchanges come before each measurement, for all alike.
set -u
. "$(dirname "$(readlink -f "$0")")/common.sh"
MODE=$1 ROUNDS=$2 LAST=$3 WARM_UP=$4
: "${BENCH_PROGRAM:?}"
CLIENTS=500000
# In memory: dhcpd waits for the disk with each lease, which would be all that is measured.
WORK=$(mktemp -d -p /dev/shm) || exit 1
chmod 755 "$WORK"
SERVER=''

stop_server() {
    [ -n "$SERVER" ] && kill "$SERVER" 2>/dev/null && wait "$SERVER" 2>/dev/null
    SERVER=''
}
trap 'stop_server; cleanup' EXIT

# The clients' end, the gateway's or peer's namespace, and the server's namespace behind a relay.
network() {
    topology
    for side in bench-gw:eth1 bench-sub:trunk; do must ip netns exec "${side%:*}" ethtool -K "${side#*:}" tx off >/dev/null; done
    must ip -n bench-gw addr add 10.64.0.1/10 dev eth1
    # The neighbour table's limits are the whole machine's.
    local limit
    for limit in /proc/sys/net/ipv4/neigh/default/gc_thresh[123]; do [ -w "$limit" ] && echo 400000 >"$limit"; done
    must ip netns add bench-srv
    must ip link add core0 netns bench-gw type veth peer name eth0 netns bench-srv
    for side in bench-gw:core0 bench-srv:eth0; do must ip netns exec "${side%:*}" ethtool -K "${side#*:}" tx off >/dev/null; done
    must ip -n bench-gw addr add 10.99.0.1/24 dev core0
    must ip -n bench-gw link set core0 up
    must ip -n bench-srv addr add 10.99.0.2/24 dev eth0
    must ip -n bench-srv link set eth0 up
    must ip -n bench-srv route add 10.64.0.0/10 via 10.99.0.1
}

wait_until() { # WHAT COMMAND...
    local what=$1 i
    shift
    for ((i = 0; i < 300; i++)); do
        "$@" && return
        kill -0 "$SERVER" 2>/dev/null || break
        sleep 0.1
    done
    tail -n 20 "$WORK/server.log" >&2
    fatal "$what does not run"
}
listens() { in_gw ss -Hlnu0 2>/dev/null | grep -q "$1"; }

start_athena() {
    rm -rf "$WORK/state"
    cat >"$WORK/abng.yaml" <<YAML
bootstrap:
  state-directory: $WORK/state
  socket: { path: $WORK/abngd.sock, group: root }
  threading: ${BENCH_THREADING:-shared}
  max-sessions: 600000
trunks:
  - { name: eth1, max-lines: 600000, new-lines-per-second: 1000000, new-lines-burst: 1000000 }
pools:
  - { name: main, ranges: [10.64.1.0-10.79.255.250] }
access-groups:
  - name: main
    trunk: eth1
    vlans: [{ stack: 500-700.1-4000, outer-tpid: 802.1ad }]
    gateway: 10.64.0.1/12
    shaping: { queue: none }
YAML
    if [ "$MODE" = server ]; then
        echo '    dhcp: { mode: server, server: { pools: [main], lease-time: 1h } }' >>"$WORK/abng.yaml"
    else
        echo '    dhcp: { mode: relay, relay: { servers: [10.99.0.2] } }' >>"$WORK/abng.yaml"
        sed -i '/^pools:/,/^  - { name: main, ranges/d' "$WORK/abng.yaml"
    fi
    # shellcheck disable=SC2086
    taskset -c 1 ip netns exec bench-gw "$BENCH_JDK/bin/java" $BENCH_FLAGS -Xmx2g -cp "$BENCH_CLASSES:$BENCH_LIB/*" \
        io.athenabng.benchmarks.fakekernel.AssentingKernelAbngd --config "$WORK/abng.yaml" >"$WORK/server.log" 2>&1 &
    SERVER=$!
    wait_until abngd grep -q '^abngd: ready' "$WORK/server.log"
}

start_kea() {
    mkdir -p "$WORK/kea"
    rm -f "$WORK"/kea/*
    cat >"$WORK/kea.json" <<JSON
{"Dhcp4": {"interfaces-config": {"interfaces": ["eth1"], "dhcp-socket-type": "raw"},
  "lease-database": {"type": "memfile", "persist": true, "name": "$WORK/kea/leases", "lfc-interval": 0},
  "valid-lifetime": 3600, "subnet4": [{"subnet": "10.64.0.0/10", "pools": [{"pool": "10.64.1.0 - 10.79.255.250"}]}],
  "loggers": [{"name": "kea-dhcp4", "severity": "ERROR", "output_options": [{"output": "stderr"}]}]}}
JSON
    KEA_PIDFILE_DIR=$WORK/kea KEA_LOCKFILE_DIR=$WORK/kea taskset -c 1 ip netns exec bench-gw kea-dhcp4 -c "$WORK/kea.json" >"$WORK/server.log" 2>&1 &
    SERVER=$!
    wait_until kea-dhcp4 listens 10.64.0.1:67
}

start_dhcpd() {
    : >"$WORK/dhcpd.leases"
    printf 'authoritative;\nping-check false;\ndefault-lease-time 3600;\nsubnet 10.64.0.0 netmask 255.192.0.0 { range 10.64.1.0 10.64.191.250; }\n' >"$WORK/dhcpd.conf"
    taskset -c 1 ip netns exec bench-gw dhcpd -4 -f -q -cf "$WORK/dhcpd.conf" -lf "$WORK/dhcpd.leases" -pf "$WORK/dhcpd.pid" -user root -group root \
        eth1 >"$WORK/server.log" 2>&1 &
    SERVER=$!
    wait_until dhcpd listens ':67 '
    sleep 1
}

start_dhcrelay() {
    taskset -c 1 ip netns exec bench-gw dhcrelay -4 -d -q -pf "$WORK/dhcrelay.pid" -i eth1 -i core0 10.99.0.2 >"$WORK/server.log" 2>&1 &
    SERVER=$!
    wait_until dhcrelay listens ':67 '
}

start_dnsmasq() {
    taskset -c 1 ip netns exec bench-gw dnsmasq -k -C /dev/null -p 0 --user=root --pid-file= --dhcp-relay=10.64.0.1,10.99.0.2 >"$WORK/server.log" 2>&1 &
    SERVER=$!
    wait_until dnsmasq listens ':67 '
}

ticks() { awk '{print $14 + $15}' "/proc/$SERVER/stat"; }
drive() { # NAME ARGUMENT...: the generator's result with the measured process's CPU time, of warm exchanges and measured ones alike
    local name=$1 before result
    shift
    before=$(ticks)
    result=$(taskset -c 0 ip netns exec bench-sub "$BENCH_PROGRAM" trunk "$@" | tail -1)
    [ -n "$result" ] || fatal "the generator has no result of $name"
    jq -c --argjson ticks $(($(ticks) - before)) --argjson hz "$(getconf CLK_TCK)" --argjson warmUp "$warm_up" \
        '. + {serverCpuMicrosecondsEach: ($ticks / $hz * 1e6 / ([.done + $warmUp, 1] | max))}' <<<"$result"
}

measure() { # NAME
    local name=$1 result half rate
    local warm_up=$WARM_UP window=64
    # The gateway takes frames by the block: more of them at a time. The peers lose some of so many in their sockets' queues.
    [ "$name" = athena ] && window=512 && [ "$MODE" = pipeline ] && window=2048
    # Its table of leases is searched in full when it is larger.
    [ "$name" = dhcpd ] && [ "$warm_up" -gt 20000 ] && warm_up=20000
    local -a how=(clients=$CLIENTS warmup="$warm_up" seconds="$LAST" window="${BENCH_WINDOW:-$window}")
    [ "$name" = athena ] && how+=(tags=2)
    [ "$MODE" != server ] && how+=(server=bench-srv)
    # 20,000 lines that are there, whose clients ask again and again: what is measured makes no line.
    [ "$MODE" = pipeline ] && how+=(mode=pipeline lines=20000 clients=4000000)
    "start_$name"
    result=$(drive "$name" "${how[@]}") || exit 1
    if [ "$MODE" = pipeline ]; then
        rate=$(jq '.perSecond / 2 | floor' <<<"$result")
        stop_server
        "start_$name"
        half=$(drive "$name" "${how[@]}" rate="$rate") || exit 1
        result=$(jq -c --argjson half "$half" '. + {atHalf: $half}' <<<"$result")
    fi
    if [ "$MODE" = relay ] && [ "$name" = athena ] && [ -n "${BETTER:-}" ]; then
        stop_server
        start_athena
        half=$(drive "$name" "${how[@]}" rate="$BETTER") || exit 1
        result=$(jq -c --argjson half "$half" '. + {atPeersRate: $half}' <<<"$result")
    fi
    stop_server
    echo "$result" >>"$WORK/results.$name"
    progress "$name: $(jq -c '[.perSecond, .p99Microseconds, .failed + .lost, .serverCpuMicrosecondsEach] | map(round)' <<<"$result") (a second, p99 us, failed, CPU us each)"
}

network
[ -z "${BENCH_ONLY:-}" ] || { measure "$BENCH_ONLY"; cat "$WORK/results.$BENCH_ONLY" >"$BENCH_OUT"; exit; }
case $MODE in
    server) peers=(kea dhcpd) ;;
    *) peers=(dhcrelay dnsmasq) ;;
esac
BETTER=''
for ((round = 0; round < ROUNDS; round++)); do
    for peer in "${peers[@]}"; do measure "$peer"; done
    BETTER=$(for peer in "${peers[@]}"; do tail -1 "$WORK/results.$peer" | jq '.perSecond | floor'; done | sort -n | tail -1)
    measure athena
done
slurp() { jq -sc . "$WORK/results.$1"; }
jq -n --arg mode "$MODE" --arg a "${peers[0]}" --arg b "${peers[1]}" --argjson ours "$(slurp athena)" --argjson first "$(slurp "${peers[0]}")" \
    --argjson second "$(slurp "${peers[1]}")" '
    def quantile($share): sort | .[((length - 1) * $share) | round];
    def spread: ((quantile(0.75)) - (quantile(0.25))) / 2;
    ([$first[].perSecond] | quantile(0.5)) as $rateA | ([$second[].perSecond] | quantile(0.5)) as $rateB
    | (if $rateA >= $rateB then {name: $a, rounds: $first} else {name: $b, rounds: $second} end) as $peer
    | [range($ours | length) | $ours[.].perSecond / $peer.rounds[.].perSecond] as $ratios
    | {comparisons: (
         [{name: (if $mode == "pipeline" then "relayed Discovers" else "exchanges" end), unit: "1/s", ours: ([$ours[].perSecond] | quantile(0.5)),
           peerName: $peer.name, peer: ([$peer.rounds[].perSecond] | quantile(0.5)), ratio: ($ratios | quantile(0.5)),
           goal: (if $mode == "server" then 3 else 5 end), bound: "AT_LEAST", spread: ($ratios | spread)}]
         + (if $mode == "relay" then [[$ours[].atPeersRate.p99Microseconds / 1000] | {name: "p99 at the peer’s rate", unit: "ms", ours: quantile(0.5),
             goal: 1, bound: "AT_MOST", spread: spread}] else [] end)),
       athena: $ours, ($a): $first, ($b): $second}' >"$BENCH_OUT"
