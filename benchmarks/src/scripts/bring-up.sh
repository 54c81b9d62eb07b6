#!/bin/bash
# Sessions a second: SESSIONS clients on as many QinQ lines against a gateway whose trunk is bare, and the kernel's floor: the same
# objects made by ip -batch and tc -batch, in the order that is cheap. Called by scripts/bench on a kernel with 802.1Q and CAKE.
#
#   bring-up.sh SESSIONS [WARM_UP [WINDOW]]
#
# WARM_UP clients come first, on lines of their own, so that the measured ones meet a gateway that has been at work: its code is compiled
# while it serves. They stay and are in no figure but the counts of objects. The floor is two programs in C, which are never cold.
#
# A session: the line's VLAN interface, CAKE on it, an IFB with CAKE that ingress is redirected to, host route, permanent neighbour, and
# the stored session. All are counted afterwards; status 0 only if each is there for every client.
set -u
. "$(dirname "$(readlink -f "$0")")/common.sh"
SESSIONS=${1:?how many lines}
WARM_UP=${2:-0}
WINDOW=${3:-32}
ALL=$((SESSIONS + WARM_UP))
WORK=$(mktemp -d) || exit 1
trap cleanup EXIT

count() { # VLANs, CAKE qdiscs on lines, lines redirected, host routes, neighbours, as one JSON object
    local links qdiscs routes neighbours
    links=$(ip -n bench-gw -o link show type vlan | wc -l)
    qdiscs=$(tc -n bench-gw qdisc show)
    routes=$(ip -n bench-gw route show | grep -c '^10\.64\.[0-9.]* dev ')
    neighbours=$(ip -n bench-gw neigh show nud permanent | grep -c '^10\.64\.')
    jq -n --argjson vlans "$links" --argjson routes "$routes" --argjson neighbours "$neighbours" \
        --argjson cake "$(grep -c '^qdisc cake' <<<"$qdiscs")" --argjson lineCake "$(grep '^qdisc cake' <<<"$qdiscs" | grep -vc ' dev ifb')" \
        --argjson ingress "$(grep -Ec '^qdisc (ingress|clsact)' <<<"$qdiscs")" \
        '{vlans: $vlans, cake: $cake, cakeOnLines: $lineCake, ingress: $ingress, routes: $routes, neighbours: $neighbours}'
}

# --- the floor ----------------------------------------------------------------------------------------------------------

write_floor() { # what a session needs, a file for each pass
    local i svlan cvlan address line last=-1
    : >"$WORK/ifbs"; : >"$WORK/ifb-qdiscs"; : >"$WORK/links"; : >"$WORK/qdiscs"; : >"$WORK/filters"; : >"$WORK/routes"
    for ((i = 0; i < SESSIONS; i++)); do
        svlan=$((500 + i / LINES_PER_OUTER)) cvlan=$((100 + i % LINES_PER_OUTER)) line=c$i
        address=10.64.$((i / 250)).$((i % 250 + 2))
        [ $svlan = $last ] || echo "link add link eth1 name s$svlan up type vlan proto 802.1ad id $svlan" >>"$WORK/links"
        last=$svlan
        echo "link add ifb-$i type ifb" >>"$WORK/ifbs"
        echo "qdisc add dev ifb-$i root cake bandwidth 50mbit overhead 26 mpu 64" >>"$WORK/ifb-qdiscs"
        echo "link set ifb-$i up" >>"$WORK/ifb-up"
        echo "link add link s$svlan name $line type vlan id $cvlan" >>"$WORK/links"
        echo "qdisc add dev $line root cake bandwidth 100mbit overhead 26 mpu 64" >>"$WORK/qdiscs"
        echo "qdisc add dev $line ingress" >>"$WORK/qdiscs"
        echo "filter add dev $line parent ffff: matchall action mirred egress redirect dev ifb-$i" >>"$WORK/filters"
        echo "link set $line up" >>"$WORK/up"
        echo "route add $address/32 dev $line" >>"$WORK/routes"
        echo "neigh add $address lladdr 02:00:00:00:$(printf '%02x:%02x' $((i / 256)) $((i % 256))) nud permanent dev $line" >>"$WORK/routes"
    done
}
timed() { # NAME COMMAND...: adds NAME to the passes, in seconds
    local name=$1 from to
    shift
    from=$(now)
    "$@" || fatal "the floor cannot be made: $*"
    to=$(now)
    PASSES=$(jq -c --arg name "$name" --argjson us $((to - from)) '.[$name] = $us / 1000000' <<<"$PASSES")
}
floor() {
    progress "the floor: $SESSIONS sessions' objects by ip -batch and tc -batch"
    gateway_namespace
    must ip -n bench-gw link add eth1 mtu 1600 type veth peer name trunk mtu 1600
    must ip -n bench-gw link set eth1 up
    must ip -n bench-gw addr add 10.64.0.1/32 dev lo
    write_floor
    PASSES='{}'
    timed ifbs ip -n bench-gw -batch "$WORK/ifbs"
    timed ifbQdiscs tc -n bench-gw -batch "$WORK/ifb-qdiscs"
    timed ifbsUp ip -n bench-gw -batch "$WORK/ifb-up"
    timed links ip -n bench-gw -batch "$WORK/links"
    timed qdiscs tc -n bench-gw -batch "$WORK/qdiscs"
    timed up ip -n bench-gw -batch "$WORK/up"
    timed filters tc -n bench-gw -batch "$WORK/filters"
    timed routesAndNeighbours ip -n bench-gw -batch "$WORK/routes"
    FLOOR_OBJECTS=$(count)
    must ip netns del bench-gw
    progress "floor: $PASSES"
}

cpu_seconds() { # of the daemon's threads since it began, by name, as JSON: compilers, the packet path, the kernel agent, …
    local stat name rest
    local -a field
    for stat in /proc/"$DAEMON"/task/*/stat; do
        read -r rest <"$stat" || continue
        name=${rest#*(} name=${name%)*}
        read -ra field <<<"${rest##*) }"
        echo "$name $((field[11] + field[12])) ${field[12]}"
    done | awk -v hz="$(getconf CLK_TCK)" '{ inKernel = $NF; all = $(NF - 1); NF -= 2; if (all > 10) { sum[$0] += all; kernel[$0] += inKernel } }
        END { for (name in sum) printf "%s\t%.2f\t%.2f\n", name, sum[name] / hz, kernel[name] / hz }' |
        jq -Rn '[inputs | split("\t") | {(.[0]): {all: (.[1] | tonumber), system: (.[2] | tonumber)}}] | add // {}'
}

# --- the gateway --------------------------------------------------------------------------------------------------------

floor
topology
start_gateway 10m
progress "the gateway runs; $WARM_UP clients come to warm it up, and then $SESSIONS"
load "$WORK/load.json" --clients "$ALL" --warm-up "$WARM_UP" --window "$WINDOW" --retransmit 4000,2,5
status=$?
cpu=$(cpu_seconds)
[ -s "$WORK/load.json" ] || { tail -n 20 "$WORK/abngd.log" >&2; fatal "the load generator has no result (status $status)"; }
cli --json show status >"$WORK/status.json" || fatal "the gateway does not answer"
objects=$(count)
vlans=$((ALL + (ALL + LINES_PER_OUTER - 1) / LINES_PER_OUTER))
jq -n --argjson passes "$PASSES" --argjson floorObjects "$FLOOR_OBJECTS" --argjson objects "$objects" --argjson lines "$SESSIONS" --argjson all "$ALL" \
    --argjson warmUp "$WARM_UP" --argjson cpu "$cpu" \
    --argjson vlans $vlans --slurpfile load "$WORK/load.json" --slurpfile status "$WORK/status.json" \
    --arg kernel "$(uname -r)" --arg where "${BENCH_WHERE:-native}" '
    ($passes | add) as $seconds
    | ($passes | .links + .qdiscs + .up + .filters + .routesAndNeighbours) as $withoutIfbs
    | $load[0].sessionsPerSecond as $rate
    | ($objects.vlans >= $vlans and $objects.cakeOnLines >= $all and $objects.cake >= 2 * $all and $objects.ingress >= $all
        and $objects.routes >= $all and $objects.neighbours >= $all and $status[0].sessions.active == $all
        and $load[0].sessions == $lines and $load[0].failed == 0 and $status[0].errors == 0) as $complete
    | {lines: $lines, warmUp: $warmUp, where: $where, kernel: $kernel, complete: $complete, sessionsPerSecond: $rate,
       floor: {sessionsPerSecond: ($lines / $seconds), sessionsPerSecondWithIfbsMadeBefore: ($lines / $withoutIfbs), seconds: $passes,
               objects: $floorObjects},
       ratioToFloor: ($rate / ($lines / $seconds)), ratioToFloorWithIfbsMadeBefore: ($rate / ($lines / $withoutIfbs)),
       curve: $load[0].curve, objects: $objects, daemonCpuSecondsSinceItsStart: $cpu, gateway: {active: $status[0].sessions.active, errors: $status[0].errors, lines: $status[0].lines},
       load: ($load[0] | del(.curve))}' >"$BENCH_OUT"
jq -r '"\(.sessionsPerSecond) sessions/s, floor \(.floor.sessionsPerSecond | floor), ratio \(.ratioToFloor)"' "$BENCH_OUT" >&2
jq -e .complete "$BENCH_OUT" >/dev/null || { jq '{objects, gateway, failures: .load.failures}' "$BENCH_OUT" >&2; fatal "not every session has all of its objects"; }
