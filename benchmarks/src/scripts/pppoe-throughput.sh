#!/bin/bash
# TCP through one PPPoE session, in turns of SECONDS each way: through the gateway, and through the same path under Debian's pppoe-server
# and pppd. Neither shapes. Called by scripts/bench on a kernel with 802.1Q and PPP.
#
#   pppoe-throughput.sh SECONDS
set -u
. "$(dirname "$(readlink -f "$0")")/common.sh"
SECONDS_EACH=${1:?how long}
WORK=$(mktemp -d) || exit 1
HOLDER='' DIALER=''
trap cleanup_all EXIT
export BENCH_SHAPING='{ down: unlimited, up: unlimited, queue: none }'

cleanup_all() {
    [ -n "$DIALER" ] && kill "$DIALER" 2>/dev/null
    pkill -x pppoe-server 2>/dev/null
    ip netns pids bench-srv 2>/dev/null | xargs -r kill 2>/dev/null
    ip netns del bench-srv 2>/dev/null
    ip netns del bench-cpe 2>/dev/null
    [ -n "$HOLDER" ] && kill "$HOLDER" 2>/dev/null
    cleanup
}
in_cpe() { ip netns exec bench-cpe "$@"; }
dial() { # user and password are those of the first local user; pppoe-server asks for none
    ip netns exec bench-cpe pppd plugin rp-pppoe.so nic-wan unit 0 user u0 password load-secret noauth noccp noipv6 noipdefault \
        defaultroute nodetach \
        lcp-echo-interval 20 lcp-echo-failure 10 logfile "$WORK/pppd.log" >"$WORK/pppd.out" 2>&1 &
    DIALER=$!
    local i
    for ((i = 0; i < 300; i++)); do
        in_cpe ping -q -c 1 -W 1 192.0.2.20 >/dev/null 2>&1 && return
        kill -0 $DIALER 2>/dev/null || break
        sleep 0.3
    done
    cat "$WORK/pppd.log" "$WORK/pppd.out" >&2
    fatal "the client has no session with $1"
}
hang_up() {
    kill -TERM $DIALER
    wait $DIALER 2>/dev/null
    DIALER=''
}
rate() { # ARGUMENT...: bits/s that arrived
    in_cpe iperf3 -c 192.0.2.20 -J -t "$SECONDS_EACH" -O 1 "$@" | jq -e '.end.sum_received.bits_per_second' || fatal "iperf3 has no result"
}

topology
must ip netns add bench-srv
must ip netns add bench-cpe
for n in bench-srv bench-cpe; do
    ip netns exec $n sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
    must ip -n $n link set lo up
done
must ip link add core0 netns bench-gw type veth peer name eth0 netns bench-srv
must ip -n bench-gw addr add 192.0.2.1/24 dev core0
must ip -n bench-gw link set core0 up
must ip -n bench-srv addr add 192.0.2.20/24 dev eth0
must ip -n bench-srv link set eth0 up
must ip -n bench-srv route add default via 192.0.2.1
must ip -n bench-sub link add link trunk name s500 type vlan proto 802.1ad id 500
must ip -n bench-sub link set s500 up
must ip -n bench-sub link add link s500 name wan type vlan id 100
must ip -n bench-sub link set wan netns bench-cpe
must ip -n bench-cpe link set wan address 02:00:00:00:00:01 mtu 1500 up
ip netns exec bench-srv iperf3 -s -D >/dev/null || fatal "iperf3 does not run"

"$BENCH_DIST/bin/abng-holder" --socket "$WORK/holder.sock" >"$WORK/holder.log" 2>&1 &
HOLDER=$!
configure_gateway 10m 1
run_gateway
dial "the gateway"
ours_down=$(rate -R) || exit 1
ours_up=$(rate) || exit 1
progress "gateway: $(awk "BEGIN {printf \"%.1f down, %.1f up Mbit/s\", $ours_down / 1e6, $ours_up / 1e6}")"
hang_up
kill -TERM "$DAEMON"
wait "$DAEMON"
DAEMON=''
ip -n bench-gw -o link show type vlan | sed -n 's/^[0-9]*: \([^@:]*\).*/\1/p' | xargs -r -n 1 ip -n bench-gw link del 2>/dev/null

must ip -n bench-gw link add link eth1 name s500 type vlan proto 802.1ad id 500
must ip -n bench-gw link set s500 up
must ip -n bench-gw link add link s500 name line type vlan id 100
must ip -n bench-gw link set line up
printf 'noauth\nnoccp\nnoipv6\nlcp-echo-interval 20\nlcp-echo-failure 10\n' >"$WORK/server-options"
in_gw pppoe-server -I line -L 10.80.0.1 -R 10.80.0.10 -N 4 -O "$WORK/server-options" || fatal "pppoe-server does not run"
dial pppoe-server
peer_down=$(rate -R) || exit 1
peer_up=$(rate) || exit 1
progress "pppoe-server: $(awk "BEGIN {printf \"%.1f down, %.1f up Mbit/s\", $peer_down / 1e6, $peer_up / 1e6}")"
hang_up
jq -n --argjson oursDown "$ours_down" --argjson oursUp "$ours_up" --argjson peerDown "$peer_down" --argjson peerUp "$peer_up" \
    --arg where "${BENCH_WHERE:-native}" --arg kernel "$(uname -r)" '
    {where: $where, kernel: $kernel, gateway: {downBitsPerSecond: $oursDown, upBitsPerSecond: $oursUp},
     pppoeServer: {downBitsPerSecond: $peerDown, upBitsPerSecond: $peerUp},
     comparisons: [{name: "download", unit: "Mbit/s", ours: ($oursDown / 1e6), peerName: "pppoe-server", peer: ($peerDown / 1e6)},
                   {name: "upload", unit: "Mbit/s", ours: ($oursUp / 1e6), peerName: "pppoe-server", peer: ($peerUp / 1e6)}]
                  | map(. + {goal: 1, bound: "AT_LEAST"})}' >"$BENCH_OUT"
