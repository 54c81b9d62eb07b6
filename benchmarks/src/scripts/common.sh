# shellcheck shell=bash
# What bring-up.sh, churn.sh, continuity.sh and pppoe.sh share: two namespaces with a trunk between them, the gateway in one, clients in the other.
# From scripts/bench: BENCH_DIST (the distribution), BENCH_CLASSES, BENCH_LIB, BENCH_JDK, BENCH_FLAGS, BENCH_OUT (the result).
: "${BENCH_DIST:?}" "${BENCH_CLASSES:?}" "${BENCH_LIB:?}" "${BENCH_JDK:?}" "${BENCH_OUT:?}"
LINES_PER_OUTER=250
DAEMON=''

fatal() { echo "FAIL $*" >&2; exit 1; }
must() { "$@" || fatal "cannot be set up: $*"; }
progress() { printf '[%3ds]  %s\n' "$SECONDS" "$*" >&2; }
now() { echo "${EPOCHREALTIME/./}"; } # µs
in_gw() { ip netns exec bench-gw "$@"; }
cli() { in_gw "$BENCH_DIST/bin/abng-cli" --socket "$WORK/abngd.sock" "$@"; }

cleanup() {
    [ -n "$DAEMON" ] && kill "$DAEMON" 2>/dev/null && wait "$DAEMON"
    ip netns del bench-gw 2>/dev/null
    ip netns del bench-sub 2>/dev/null
    ip netns del bench-srv 2>/dev/null
    [ -n "${WORK:-}" ] && rm -rf "$WORK"
}

gateway_namespace() {
    must ip netns add bench-gw
    in_gw sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
    must ip -n bench-gw link set lo up
}

topology() {
    gateway_namespace
    must ip netns add bench-sub
    ip netns exec bench-sub sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
    must ip link add eth1 netns bench-gw mtu 1600 type veth peer name trunk netns bench-sub mtu 1600
    must ip -n bench-gw link set eth1 up
    must ip -n bench-sub link set trunk up
    in_gw sysctl -qw net.ipv4.ip_forward=1
}

server_side() { # a host behind the gateway, 192.0.2.20, that counts packets to port 9
    must ip netns add bench-srv
    must ip link add core0 netns bench-gw type veth peer name eth0 netns bench-srv
    must ip -n bench-gw addr add 192.0.2.1/24 dev core0
    must ip -n bench-gw link set core0 up
    must ip -n bench-srv addr add 192.0.2.20/24 dev eth0
    must ip -n bench-srv link set eth0 up
    must ip -n bench-srv route add default via 192.0.2.1
    must ip netns exec bench-srv nft -f - <<'NFT'
table ip count {
    counter arrived { }
    chain in {
        type filter hook prerouting priority 0
        udp dport 9 counter name arrived drop
    }
}
NFT
}
arrived() { ip netns exec bench-srv nft -j list counter ip count arrived | jq '[.nftables[].counter? | values | .packets][0]'; }
backlog_drops() {
    local processed dropped rest sum=0
    while read -r processed dropped rest; do sum=$((sum + 16#$dropped)); done </proc/net/softnet_stat
    echo $sum
}
drops() { # where packets were dropped: interfaces of the gateway, queueing disciplines, the CPU's backlog
    jq -n --argjson links "$(ip -n bench-gw -j -s link show | jq '[.[] | select(.stats64.rx.dropped + .stats64.tx.dropped > 0)
            | {(.ifname): {rx: .stats64.rx.dropped, tx: .stats64.tx.dropped}}] | add // {}')" \
        --argjson qdiscs "$(tc -n bench-gw -j -s qdisc show | jq '[.[].drops // 0] | add')" \
        --argjson backlog "$(backlog_drops)" \
        '{links: $links, qdiscs: $qdiscs, backlog: $backlog}'
}
identities() { cli --json show subscribers --limit "$SESSIONS" | jq -c '[.subscribers[] | [.id, .mac, .line, .address, .state]] | sort'; }

configure_gateway() { # IDLE_TIMEOUT [PPPOE_CLIENTS]: with clients, a local user for each and PPPoE instead of DHCP alone
    cat >"$WORK/abng.yaml" <<YAML
bootstrap:
  state-directory: $WORK
  socket: { path: $WORK/abngd.sock, group: root, max-connections: 16 }
  threading: shared
  max-sessions: 10000
trunks:
  - { name: eth1, max-lines: 10000, new-lines-per-second: 100000, new-lines-burst: 100000 }
pools:
  - { name: main, ranges: [10.64.0.10-10.64.255.250] }
access-groups:
  - name: residential
    trunk: eth1
    vlans: [{ stack: 500-539.100-349, outer-tpid: 802.1ad }]
    gateway: 10.64.0.1/16
    line-idle-timeout: $1
    shaping: ${BENCH_SHAPING:-{ down: 100mbit, up: 50mbit, queue: cake \}}
    dhcp:
      mode: server
      server: { pools: [main], lease-time: 1h }
YAML
    if [ -n "${BENCH_ACCOUNTING:-}" ]; then # the port of a RADIUS server that sessions are reported to
        cat >>"$WORK/abng.yaml" <<YAML
    radius: { accounting: aaa }
radius:
  nas-identifier: bench
  servers:
    - { name: aaa1, address: 127.0.0.1, accounting-port: $BENCH_ACCOUNTING, secret: testing123 }
  server-groups:
    - { name: aaa, members: [{ server: aaa1 }] }
YAML
    fi
    [ -n "${2:-}" ] || return 0
    local i
    {
        printf '    authentication: local\n    pppoe: { enabled: true, authentication: [chap-md5], pools: [main] }\nusers:\n'
        for ((i = 0; i < $2; i++)); do echo "  - { name: u$i, password: load-secret }"; done
    } >>"$WORK/abng.yaml"
    sed -i "s|  max-sessions: 10000|&\n  ppp: { holder-socket: $WORK/holder.sock }|" "$WORK/abng.yaml"
}

start_gateway() { # IDLE_TIMEOUT
    configure_gateway "$1"
    run_gateway
}

run_gateway() {
    progress "start the gateway"
    local said=0
    [ -e "$WORK/abngd.log" ] && said=$(stat -c %s "$WORK/abngd.log")
    ip netns exec bench-gw "$BENCH_DIST/bin/abngd" --config "$WORK/abng.yaml" >>"$WORK/abngd.log" 2>&1 &
    DAEMON=$!
    local i
    for ((i = 0; i < 1200; i++)); do # asking it would take its processor away
        tail -c +$((said + 1)) "$WORK/abngd.log" | grep -q '^abngd: ready' && return
        kill -0 $DAEMON 2>/dev/null || break
        sleep 0.1
    done
    cat "$WORK/abngd.log" >&2
    fatal "the gateway does not run"
}

load() { # RESULT ARGUMENT...: the load generator at the other end of the trunk
    local result=$1
    shift
    # shellcheck disable=SC2086
    ip netns exec bench-sub "$BENCH_JDK/bin/java" $BENCH_FLAGS ${ABNGD_JAVA_OPTIONS:-} -cp "$BENCH_CLASSES:$BENCH_LIB/*" \
        io.athenabng.benchmarks.load.DhcpLoad --interface trunk --outer 500-539 --inner 100 --lines-per-outer $LINES_PER_OUTER \
        --outer-tpid 802.1ad --json "$result" "$@" >/dev/null
}
