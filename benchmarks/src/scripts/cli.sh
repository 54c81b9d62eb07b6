#!/bin/bash
# One-shot commands of abng-cli, each a new process, against a daemon that runs; and vtysh, birdc and ip beside it. Called by scripts/bench;
# any kernel will do. Milliseconds from the start of a process to its end, each command in turn.
#
#   cli.sh ROUNDS
set -u
. "$(dirname "$(readlink -f "$0")")/common.sh"
ROUNDS=${1:?how many rounds}
WORK=$(mktemp -d) || exit 1
others=()
end() {
    [ ${#others[@]} -gt 0 ] && kill "${others[@]}" 2>/dev/null
    cleanup
}
trap end EXIT
gateway_namespace
must ip -n bench-gw link add eth1 type veth peer name trunk
must ip -n bench-gw link set eth1 up
cat >"$WORK/abng.yaml" <<YAML
bootstrap: { state-directory: $WORK/state, socket: { path: $WORK/abngd.sock, group: root } }
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
run_gateway
chmod 755 "$WORK" && mkdir -p "$WORK/frr" && chown frr:frr "$WORK/frr"
ip netns exec bench-gw /usr/lib/frr/zebra -f /dev/null -i "$WORK/frr/zebra.pid" -z "$WORK/frr/zserv" --vty_socket "$WORK/frr" -u frr -g frr >"$WORK/zebra.log" 2>&1 &
others+=($!)
printf 'protocol device { }\n' >"$WORK/bird.conf"
ip netns exec bench-gw bird -f -c "$WORK/bird.conf" -s "$WORK/bird.sock" -P "$WORK/bird.pid" >"$WORK/bird.log" 2>&1 &
others+=($!)
for ((i = 0; i < 100; i++)); do
    [ -S "$WORK/frr/zebra.vty" ] && [ -S "$WORK/bird.sock" ] && break
    sleep 0.1
done

declare -A took=()
once() { # NAME COMMAND...
    local name=$1 from
    shift
    from=$(now)
    "$@" >"$WORK/said" 2>&1 || fatal "$name: $(head -3 "$WORK/said")"
    [ -s "$WORK/said" ] || fatal "$name says nothing"
    took[$name]+=" $(($(now) - from))"
}
for ((i = 0; i < ROUNDS; i++)); do
    once 'abng-cli show status' "$BENCH_DIST/bin/abng-cli" --socket "$WORK/abngd.sock" show status
    once 'abng-cli show subscribers' "$BENCH_DIST/bin/abng-cli" --socket "$WORK/abngd.sock" show subscribers
    once 'abng-cli show configuration' "$BENCH_DIST/bin/abng-cli" --socket "$WORK/abngd.sock" show configuration
    once 'vtysh show version' vtysh --vty_socket "$WORK/frr" -c 'show version'
    once 'birdc show status' birdc -s "$WORK/bird.sock" show status
    once 'ip -j link' ip -n bench-gw -j link show
done
for name in "${!took[@]}"; do printf '%s\t%s\n' "$name" "${took[$name]# }"; done | sort | jq -Rn '
    def quantile($share): sort | .[((length - 1) * $share) | round];
    [inputs | split("\t") | {name: .[0], ms: (.[1] | split(" ") | map(tonumber / 1000))}] as $all
    | {comparisons: [$all[] | select(.name | startswith("abng-cli"))
                     | {name: (.name | sub("abng-cli "; "")), unit: "ms", ours: (.ms | quantile(0.5)), goal: 250, bound: "AT_MOST",
                        spread: (((.ms | quantile(0.75)) - (.ms | quantile(0.25))) / 2)}],
       medianMilliseconds: ($all | map({(.name): (.ms | quantile(0.5))}) | add),
       fastestMilliseconds: ($all | map({(.name): (.ms | min)}) | add), rounds: ($all[0].ms | length), milliseconds: ($all | map({(.name): .ms}) | add)}' \
    >"$BENCH_OUT"
jq -c .medianMilliseconds "$BENCH_OUT" >&2
