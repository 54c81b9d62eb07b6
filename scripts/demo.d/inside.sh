#!/bin/bash
# The demonstration itself, as root on a kernel with 802.1Q, CAKE, IFB and mirred. Called by scripts/demo.
#
#   demo-sub: the access network                 demo-gw: the gateway          demo-srv: the provider's network
#     trunk ── VLAN stacks, built with ip          eth1 (trunk, VLANs on         eth0 192.0.2.10/24
#     each moved into a subscriber's own             demand by abngd)              iperf3, and Kea in the relay's turn
#     namespace demo-c1 ... demo-c4                eth0 192.0.2.1/24
#
# The gateway starts with a bare trunk. All that is checked is read from the kernel, the clients, Kea's lease file and the
# traffic; the gateway's own view is compared with it.
set -u
HERE=$(dirname "$(readlink -f "$0")")
: "${DEMO_DIST:?}" "${DEMO_LOGS:?}"
STARTED=${DEMO_STARTED:-$EPOCHSECONDS}
PIDS=() FAILED=0 PASSED=0

step() { printf '\n[%4ds] %s\n' $((EPOCHSECONDS - STARTED)) "$*"; }
# Builtins where they do: in emulation a process is what costs.
show() { local line; while IFS= read -r line || [ -n "$line" ]; do printf '         | %s\n' "$line"; done; }
ok() { PASSED=$((PASSED + 1)); printf 'ok   [%4ds] %s\n' $((EPOCHSECONDS - STARTED)) "$*"; }
bad() { FAILED=$((FAILED + 1)); printf 'FAIL [%4ds] %s\n' $((EPOCHSECONDS - STARTED)) "$*"; }
# check WHAT COMMAND...: ok when the command succeeds; what it prints is shown either way
check() {
    local what=$1 output status
    shift
    output=$("$@" 2>&1)
    status=$?
    if [ $status -eq 0 ]; then ok "$what"; else bad "$what (status $status: $*)"; fi
    [ -n "$output" ] && show <<<"$output"
    return $status
}
refuse() { ! "$@"; }
# wait_for SECONDS COMMAND...: status and output of the first attempt that succeeds, or of the last
wait_for() {
    local end=$((EPOCHSECONDS + $1)) output status
    shift
    while :; do
        output=$("$@" 2>&1)
        status=$?
        if [ $status -eq 0 ] || [ $EPOCHSECONDS -ge $end ]; then break; fi
        sleep 0.5
    done
    [ -z "$output" ] || printf '%s\n' "$output"
    return $status
}
in_gw() { ip netns exec demo-gw "$@"; }
in_srv() { ip netns exec demo-srv "$@"; }
cli() { in_gw "$DEMO_DIST/bin/abng-cli" --socket "$STATE/abngd.sock" "$@"; }

# Subscribers: namespace, line's logical name, MAC address, group's gateway, rates in Mbit/s, CAKE overhead (18 + 4 a tag)
SUBSCRIBERS=(c1 c2 c3 c4)
declare -A LINE=([c1]=eth1.500.100 [c2]=eth1.500.101 [c3]=eth1.500.102 [c4]=eth1.111.500.100)
declare -A MAC=([c1]=02:00:00:00:01:01 [c2]=02:00:00:00:01:02 [c3]=02:00:00:00:01:03 [c4]=02:00:00:00:01:04)
declare -A NET=([c1]=10.64.0 [c2]=10.64.0 [c3]=10.64.0 [c4]=10.65.0)
# So low that a busy machine can emulate them.
declare -A DOWN=([c1]=4 [c2]=4 [c3]=4 [c4]=3)
declare -A UP=([c1]=2 [c2]=2 [c3]=2 [c4]=3)
declare -A OVERHEAD=([c1]=26 [c2]=26 [c3]=26 [c4]=30)
declare -A CLIENT=() ADDRESS=() KERNEL=() IFB=()

cleanup() {
    local ns
    [ ${#PIDS[@]} -gt 0 ] && kill "${PIDS[@]}" 2>/dev/null
    sleep 0.5
    [ ${#PIDS[@]} -gt 0 ] && kill -9 "${PIDS[@]}" 2>/dev/null
    for ns in gw sub srv "${SUBSCRIBERS[@]}"; do ip netns del "demo-$ns" 2>/dev/null; done
    [ -n "${WORK:-}" ] && rm -rf "$WORK"
}
fatal() { bad "$*"; exit 1; }
must() { "$@" || fatal "cannot be set up: $*"; }

namespace() {
    must ip netns add "demo-$1"
    # An idle segment stays silent, and the link-up path does not walk IPv6's tables.
    ip netns exec "demo-$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
    must ip -n "demo-$1" link set lo up
}

topology() {
    local ns
    for ns in gw sub srv "${SUBSCRIBERS[@]}"; do namespace $ns; done
    must ip link add eth1 netns demo-gw mtu 1600 type veth peer name trunk netns demo-sub mtu 1600
    must ip link add eth0 netns demo-gw type veth peer name eth0 netns demo-srv
    # The gateway reads subscribers' frames from the wire, so their checksums must be filled in. Only theirs: large packets in
    # the other direction cost far less, and CAKE splits them.
    ip netns exec demo-sub ethtool -K trunk tx off >/dev/null || fatal "ethtool cannot switch checksum offload off"
    must ip -n demo-gw link set eth1 up
    must ip -n demo-sub link set trunk up
    must ip -n demo-gw addr add 192.0.2.1/24 dev eth0
    must ip -n demo-gw link set eth0 up
    in_gw sysctl -qw net.ipv4.ip_forward=1
    must ip -n demo-srv addr add 192.0.2.10/24 dev eth0
    must ip -n demo-srv link set eth0 up
    must ip -n demo-srv route add default via 192.0.2.1
    must ip -n demo-sub link add link trunk name s500 type vlan proto 802.1ad id 500
    must ip -n demo-sub link set s500 up
    must ip -n demo-sub link add link trunk name s111 type vlan proto 802.1ad id 111
    must ip -n demo-sub link set s111 up
    must ip -n demo-sub link add link s111 name s111.500 type vlan id 500
    must ip -n demo-sub link set s111.500 up
    subscriber_port c1 s500 100
    subscriber_port c2 s500 101
    subscriber_port c3 s500 102
    subscriber_port c4 s111.500 100
}

subscriber_port() { # SUBSCRIBER PARENT VID
    must ip -n demo-sub link add link "$2" name wan-$1 type vlan id "$3"
    must ip -n demo-sub link set wan-$1 netns "demo-$1"
    must ip -n "demo-$1" link set wan-$1 name wan address "${MAC[$1]}" mtu 1500
    must ip -n "demo-$1" link set wan up
}

start_gateway() { # MODE
    local unused=relay
    [ "$1" = relay ] && unused=server
    STATE=$WORK/$1
    mkdir -p "$STATE"
    sed "s|@MODE@|$1|; s|@STATE@|$STATE|; /^      $unused: /d" "$HERE/abng.yaml.in" >"$STATE/abng.yaml"
    # Not through a function: the process id is to be the daemon's own.
    ip netns exec demo-gw "$DEMO_DIST/bin/abngd" --config "$STATE/abng.yaml" >"$DEMO_LOGS/abngd-$1.log" 2>&1 &
    GATEWAY=$!
    PIDS+=("$GATEWAY")
    wait_for 240 gateway_listens_or_ended
    check "abngd starts and listens on its socket" test -S "$STATE/abngd.sock" || {
        show <"$DEMO_LOGS/abngd-$1.log"
        fatal "no gateway, nothing to show"
    }
}
gateway_listens_or_ended() { [ -S "$STATE/abngd.sock" ] || ! kill -0 $GATEWAY 2>/dev/null; }

start_kea() {
    local dir=$WORK/kea
    mkdir -p "$dir"
    sed "s|@STATE@|$dir|" "$HERE/kea.json.in" >"$dir/kea.json"
    LEASES=$dir/kea-leases4.csv
    KEA_LOCKFILE_DIR=$dir KEA_PIDFILE_DIR=$dir ip netns exec demo-srv kea-dhcp4 -c "$dir/kea.json" >"$DEMO_LOGS/kea.log" 2>&1 &
    PIDS+=($!)
    check "Kea listens on 192.0.2.10" wait_for 60 kea_listens || { show <"$DEMO_LOGS/kea.log"; fatal "no DHCP server"; }
}
kea_listens() { in_srv ss -Hlun 'sport = :67' | grep -q 192.0.2.10; }

start_client() { # SUBSCRIBER
    rm -f "$WORK/$1.lease"
    lease_file=$WORK/$1.lease ip netns exec "demo-$1" udhcpc -f -R -i wan -s "$HERE/udhcpc-event" -t 10 -T 3 -A 3 \
        >"$DEMO_LOGS/udhcpc-$1-$MODE.log" 2>&1 &
    CLIENT[$1]=$!
    PIDS+=("${CLIENT[$1]}")
}

# --- what must be seen from outside -------------------------------------------------------------------------------------

# snapshot: what the kernel has, once for all checks (a process a check is what costs in emulation)
snapshot() {
    local s
    ip -n demo-gw -d -j link show >"$WORK/links.json"
    ip -n demo-gw -d link show >"$WORK/links"
    tc -n demo-gw -s -j qdisc show >"$WORK/qdiscs.json"
    tc -n demo-gw -s qdisc show >"$WORK/qdiscs"
    ip -n demo-gw route show >"$WORK/routes"
    ip -n demo-gw neigh show nud permanent >"$WORK/neighbours"
    for s in "${SUBSCRIBERS[@]}"; do
        KERNEL[$s]=$(jq -r --arg line "${LINE[$s]}" \
            '[.[] | select(.ifname == $line or ((.altnames // []) | index($line) != null)) | .ifname] | first // ""' "$WORK/links.json")
        IFB[$s]=$(tc -n demo-gw -j filter show dev "${KERNEL[$s]:-none}" ingress 2>/dev/null |
            jq -r '[.. | objects | select(.kind? == "mirred") | (.to_dev // .dev)] | map(select(. != null)) | unique
                | if length == 1 then .[0] else "" end')
    done
}
line_interface() { # SUBSCRIBER: a VLAN interface with the line's name, the stack's tags below it down to the trunk
    sed -n "/^[0-9]*: ${KERNEL[$1]:-none}@/,/^[0-9]*: /{/^[0-9]*: ${KERNEL[$1]:-none}@/p;/^ /p}" "$WORK/links" | sed 's/^\(.\{110\}\).*/\1/'
    jq -er --arg name "${KERNEL[$1]}" --arg line "${LINE[$1]}" '
        def up($n): (.[] | select(.ifname == $n)) as $l
            | if $l.linkinfo.info_kind? == "vlan" then [$l] + up($l.link) else [] end;
        up($name) as $levels
        | ($levels | map(.linkinfo.info_data | "\(.protocol) \(.id)") | reverse | join(" / ")) as $stack
        | ($line | split(".")[1:] | to_entries | map((if .key == 0 then "802.1ad " else "802.1Q " end) + .value) | join(" / ")) as $wanted
        | if $stack == $wanted and ($levels | all(.flags | index("UP") != null)) and $levels[-1].link == "eth1"
          then "stack: " + $stack else error("stack is " + $stack + ", not " + $wanted + " on eth1, all up") end
        ' "$WORK/links.json"
}
alternative_name() { # SUBSCRIBER: the logical name is longer than the kernel allows, and finds the interface all the same
    ip -n demo-gw -j link show dev "${LINE[$1]}" | jq -er --arg line "${LINE[$1]}" \
        '.[0] | select(.ifname != $line and (.altnames | index($line) != null)) | "\(.ifname) altname \(.altnames | join(" "))"'
}
cake_on() { # INTERFACE MBIT OVERHEAD: one CAKE at the root with this rate, overhead and MPU 64
    sed -n "/^qdisc cake .* dev $1 root/,/^qdisc /{/ dev $1 root/p;/^ Sent/p}" "$WORK/qdiscs"
    jq -e --arg dev "$1" --argjson rate $(($2 * 1000000 / 8)) --argjson overhead "$3" '
        map(select(.dev == $dev and .root == true)) | length == 1 and (.[0] | .kind == "cake" and (.options
            | .bandwidth == $rate and .overhead == $overhead and .mpu == 64))' "$WORK/qdiscs.json" >/dev/null
}
cake_download() { cake_on "${KERNEL[$1]:-none}" "${DOWN[$1]}" "${OVERHEAD[$1]}"; }
cake_upload() {
    [ -n "${IFB[$1]}" ] || { tc -n demo-gw filter show dev "${KERNEL[$1]:-none}" ingress; return 1; }
    echo "ingress of ${KERNEL[$1]} is redirected to ${IFB[$1]}"
    jq -er --arg dev "${IFB[$1]}" --arg name "ifb-${LINE[$1]}" \
        '.[] | select(.ifname == $dev and (.altnames // [] | index($name) != null)) | "\(.ifname) altname \($name)"' "$WORK/links.json" || return 1
    cake_on "${IFB[$1]}" "${UP[$1]}" "${OVERHEAD[$1]}"
}
host_route() { only_line "$WORK/routes" "${ADDRESS[$1]} " "${ADDRESS[$1]} dev ${KERNEL[$1]:-none} *"; }
neighbour() { only_line "$WORK/neighbours" "${ADDRESS[$1]} " "${ADDRESS[$1]} dev ${KERNEL[$1]:-none} lladdr ${MAC[$1]} *PERMANENT*"; }
only_line() { # FILE START PATTERN: one line of the file begins with START, and it matches PATTERN
    local line found=0 matching=0
    while read -r line; do
        [ "${line#"$2"}" = "$line" ] && continue
        echo "$line"
        found=$((found + 1))
        # shellcheck disable=SC2053
        [[ "$line " == $3 ]] && matching=1
    done <"$1"
    [ $found = 1 ] && [ $matching = 1 ]
}
session_shown() { # SUBSCRIBER, from one listing that was made before
    jq -e --arg mac "${MAC[$1]}" --arg line "${LINE[$1]}" --arg address "${ADDRESS[$1]}" \
        --argjson down "${DOWN[$1]}000000" --argjson up "${UP[$1]}000000" '
        [.subscribers[] | select(.mac == $mac)] | length == 1 and (.[0]
            | .line == $line and .address == $address and .rate_down_bits_per_second == $down and .rate_up_bits_per_second == $up)
        ' "$WORK/subscribers.json" >/dev/null
}
ping_server() { ip netns exec "demo-$1" ping -c 3 -i 0.3 -W 3 192.0.2.10 | tail -n 2; return "${PIPESTATUS[0]}"; }
ping_from() { ip netns exec "demo-$1" ping -c 2 -i 0.3 -W 1 -I "$2" 192.0.2.10 | tail -n 2; return "${PIPESTATUS[0]}"; }
# What TCP carries is 1448 of the 1500 + overhead bytes that CAKE counts for a full packet: 95 % of the rate. The whole run must not
# exceed the rate, and its best two seconds must reach 85 % of it: a busy machine stalls an emulated one, and then TCP backs off.
# The receiving side measures: it asks the other to send (-R).
throughput() { # SUBSCRIBER down|up MBIT
    local client=$1 server=srv address=192.0.2.10 json bits best attempt
    [ "$2" = up ] && client=srv server=$1 address=${ADDRESS[$1]}
    for attempt in 1 2 3; do
        ip netns exec "demo-$server" iperf3 -s -1 >>"$DEMO_LOGS/iperf3.log" 2>&1 &
        PIDS+=($!)
        wait_for 10 iperf_listens $server || return 1
        json=$(ip netns exec "demo-$client" iperf3 -c "$address" -R -P 4 -t 8 -J) || { jq -r .error <<<"$json"; return 1; }
        read -r bits best < <(jq -r '[.intervals[].sum.bits_per_second] as $each
            | "\(.end.sum_received.bits_per_second | floor) \([range(1; $each | length) | ($each[.] + $each[. - 1]) / 2] | max | floor)"' <<<"$json")
        printf 'received %d.%02d Mbit/s, best two seconds %d.%02d Mbit/s, of %d Mbit/s\n' $((bits / 1000000)) $((bits / 10000 % 100)) \
            $((best / 1000000)) $((best / 10000 % 100)) "$3"
        [ "$bits" -le $(($3 * 1000000)) ] || return 1
        [ "$best" -ge $(($3 * 850000)) ] && return 0
    done
    return 1
}
carried() { # INTERFACE: its CAKE sent more than half a megabyte
    local sent
    sent=$(tc -n demo-gw -s -j qdisc show dev "$1" root | jq '.[0].bytes')
    echo "$1: CAKE sent $sent bytes"
    [ "${sent:-0}" -gt 500000 ]
}
kea_lease() { # SUBSCRIBER: Kea's file has this MAC with this address and the line's name as circuit-id
    local row hex
    hex=$(printf %s "${LINE[$1]}" | od -An -tx1 | tr -d ' \n')
    hex=01$(printf %02x ${#LINE[$1]})$hex # suboption 1, its length, the name
    row=$(grep "^${ADDRESS[$1]},${MAC[$1]}," "$LEASES" | tail -n 1)
    echo "$row"
    grep -qi "$hex" <<<"$row"
}
kea_released() { # SUBSCRIBER: the last word on this address is a lifetime of 0
    local row
    row=$(grep "^${ADDRESS[$1]},${MAC[$1]}," "$LEASES" | tail -n 1)
    echo "$row"
    [ "$(cut -d, -f4 <<<"$row")" = 0 ]
}

# --- and what must be gone ----------------------------------------------------------------------------------------------

no_vlan() { nothing ip -n demo-gw -o link show type vlan; }
no_route() { nothing_like '^10\.6[45]\.0\.([2-9]|[1-9][0-9]+) ' ip -n demo-gw route show; }
no_neighbour() { nothing_like '^10\.6[45]\.' ip -n demo-gw neigh show nud permanent; }
# The gateway keeps a pool of IFBs (abngifbN, with CAKE at its root) made ahead: an IFB is in use when a line's traffic is redirected
# to it, or when it carries a line's name.
no_line_qdisc() { # no shaper outside the pool, no ingress qdisc anywhere
    ip -n demo-gw -j link show type ifb >"$WORK/ifbs.json" && tc -n demo-gw -j qdisc show >"$WORK/qdiscs.json" || return 1
    nothing jq -r --slurpfile ifbs "$WORK/ifbs.json" '($ifbs | add // [] | map(.ifname?)) as $pool
        | .[] | select(.kind == "ingress" or .kind == "clsact" or .kind == "cake" and (.dev as $dev | $pool | index($dev) == null))
        | "\(.kind) on \(.dev)"' "$WORK/qdiscs.json"
}
no_ifb_in_use() {
    local dev
    nothing jq -r '.[] | select(.altnames? // [] | any(startswith("ifb-"))) | "\(.ifname) is still \(.altnames[])"' "$WORK/ifbs.json" || return 1
    # A filter that redirects needs an ingress qdisc to be in.
    for dev in $(jq -r '.[] | select(.kind == "ingress" or .kind == "clsact") | .dev' "$WORK/qdiscs.json"); do
        nothing_like mirred tc -n demo-gw filter show dev "$dev" ingress || return 1
    done
    echo "free in the pool: $(jq 'map(select(.ifname?)) | length' "$WORK/ifbs.json")"
}
nothing() { nothing_like . "$@"; }
nothing_like() { # PATTERN COMMAND...: what matches is shown, and is a failure; so is a command that fails
    local pattern=$1 output
    shift
    output=$("$@" 2>&1) || { echo "$output"; return 1; }
    ! grep -E "$pattern" <<<"$output"
}
no_session() { cli --json show subscribers | jq -e '.total == 0' >/dev/null; }
error_log_empty() { cli --json show status | tee "$WORK/status.json" | jq -e '.errors == 0' >/dev/null || { cli show errors; return 1; }; }
all_released() {
    local s
    for s in "${SUBSCRIBERS[@]}"; do kill -0 "${CLIENT[$s]}" 2>/dev/null && return 1; done
    return 0
}

leases_obtained() {
    local s
    for s in "${SUBSCRIBERS[@]}"; do [ -s "$WORK/$s.lease" ] || return 1; done
}

round() { # MODE
    MODE=$1
    local s
    step "$MODE: start the gateway; its trunk is bare"
    check "no VLAN interface before the first client" no_vlan
    [ "$MODE" = relay ] && start_kea
    start_gateway "$MODE"

    step "$MODE: four subscribers ask for an address (udhcpc)"
    for s in "${SUBSCRIBERS[@]}"; do start_client $s; done
    wait_for 90 leases_obtained
    for s in "${SUBSCRIBERS[@]}"; do
        ADDRESS[$s]=$(sed -n 's/^ip=//p' "$WORK/$s.lease" 2>/dev/null)
        check "$s on ${LINE[$s]} has an address in ${NET[$s]}.0/24" test "${ADDRESS[$s]%.*}" = "${NET[$s]}"
        [ -s "$WORK/$s.lease" ] && show < <(paste -sd' ' "$WORK/$s.lease")
    done
    leases_obtained || { show < <(tail -n 30 "$DEMO_LOGS/abngd-$MODE.log"); fatal "not every subscriber has an address"; }

    step "$MODE: what the kernel has, seen with ip and tc"
    snapshot
    for s in "${SUBSCRIBERS[@]}"; do
        check "$s: interface ${LINE[$s]} exists and is up, with the line's tags down to the trunk" line_interface $s
        check "$s: host route ${ADDRESS[$s]} points at the line" host_route $s
        check "$s: permanent neighbour ${ADDRESS[$s]} is ${MAC[$s]}" neighbour $s
        check "$s: CAKE towards the subscriber at ${DOWN[$s]} Mbit/s" cake_download $s
        check "$s: CAKE from the subscriber at ${UP[$s]} Mbit/s, through an IFB" cake_upload $s
    done
    check "c4: ${LINE[c4]} has ${#LINE[c4]} characters and is an alternative name" alternative_name c4
    check "abng-cli show subscribers" cli show subscribers
    cli --json show subscribers >"$WORK/subscribers.json"
    check "it lists four sessions" jq -e '.total == 4' "$WORK/subscribers.json"
    for s in "${SUBSCRIBERS[@]}"; do check "$s: the gateway's own view is the same" session_shown $s; done
    if [ "$MODE" = relay ]; then
        for s in "${SUBSCRIBERS[@]}"; do check "$s: Kea's lease carries circuit-id ${LINE[$s]}" kea_lease $s; done
        check "c2: Kea knew the line by its circuit-id (reservation 10.64.0.51)" test "${ADDRESS[c2]}" = 10.64.0.51
    fi

    step "$MODE: traffic"
    gateway_cpu | show
    for s in "${SUBSCRIBERS[@]}"; do check "$s: ping 192.0.2.10" ping_server $s; done
    check "c1 reaches c2 through the gateway" ip netns exec demo-c1 ping -q -c 2 -i 0.3 -W 3 "${ADDRESS[c2]}"
    ip -n demo-c1 addr add 10.64.0.249/32 dev wan
    check "c1 cannot use an address it has no lease for" refuse ping_from c1 10.64.0.249
    ip -n demo-c1 addr del 10.64.0.249/32 dev wan
    for s in c1 c4; do
        check "$s: throughput down" throughput $s down "${DOWN[$s]}"
        check "$s: throughput up" throughput $s up "${UP[$s]}"
        check "$s: the download went through the line's CAKE" carried "${KERNEL[$s]}"
        check "$s: the upload went through the IFB's CAKE" carried "${IFB[$s]}"
    done

    step "$MODE: the subscribers release their addresses"
    gateway_cpu | show
    for s in "${SUBSCRIBERS[@]}"; do kill -TERM "${CLIENT[$s]}" 2>/dev/null; done
    check "the clients are gone" wait_for 20 all_released
    check "no session is left" wait_for 60 no_session
    check "no host route is left" wait_for 20 no_route
    check "no permanent neighbour is left" wait_for 20 no_neighbour
    if [ "$MODE" = relay ]; then
        for s in "${SUBSCRIBERS[@]}"; do check "$s: Kea has taken the lease back" wait_for 20 kea_released $s; done
    fi
    step "$MODE: the idle sweep removes the lines"
    check "no VLAN interface is left" wait_for 180 no_vlan
    check "no qdisc is left on a line" no_line_qdisc
    check "no IFB is in use" no_ifb_in_use
    check "the gateway's error log is empty" error_log_empty

    step "$MODE: stop the gateway"
    kill -TERM $GATEWAY 2>/dev/null
    check "abngd ends on SIGTERM" wait_for 30 gateway_gone
    check "its socket is gone" test ! -e "$STATE/abngd.sock"
}
gateway_cpu() { # what the daemon has used; traffic adds little to it, because it does not pass through
    local stat
    stat=$(<"/proc/$GATEWAY/stat") || return 0
    # shellcheck disable=SC2086
    set -- ${stat##*) }
    echo "abngd has used $(((${12} + ${13}) / 100)) s of CPU"
}
gateway_gone() { ! kill -0 $GATEWAY 2>/dev/null; }
iperf_listens() { ip netns exec "demo-$1" ss -Hltn 'sport = :5201' | grep -q LISTEN; }

WORK=$(mktemp -d) || exit 1
trap cleanup EXIT
trap 'exit 130' INT TERM
echo "kernel $(uname -r), $(nproc) CPU"
step "build the network: gateway, access network, provider"
topology
ok "namespaces demo-gw, demo-sub, demo-srv and four subscribers"
expected=0
for mode in ${DEMO_MODES:-server relay}; do
    round "$mode"
    expected=$((expected + 1))
done
step "result: $PASSED checks passed, $FAILED failed"
[ $FAILED -eq 0 ] && [ $PASSED -gt 0 ] && [ $expected -gt 0 ]
