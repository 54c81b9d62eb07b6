#!/bin/bash
# VLAN interfaces with CAKE, IFBs with CAKE and redirections, made, changed and deleted by our client and by others, in turns. Called by
# scripts/bench on a kernel with 802.1Q and CAKE.
#
#   netlink.sh LINES ROUNDS FEW
set -u
. "$(dirname "$(readlink -f "$0")")/common.sh"
WORK=$(mktemp -d) || exit 1
trap cleanup EXIT
gateway_namespace
must ip -n bench-gw link add eth1 index 7 type veth peer name trunk
must ip -n bench-gw link set eth1 up
must ip -n bench-gw link set trunk up
# Warm means compiled by C2, as in a gateway that runs: ABNGD_JAVA_OPTIONS, which spare the emulated machine C2, are not taken.
# shellcheck disable=SC2086
in_gw "$BENCH_JDK/bin/java" $BENCH_FLAGS -cp "$BENCH_CLASSES:$BENCH_LIB/*" \
    io.athenabng.benchmarks.netlink.NetlinkBench lines "$1" "$2" "$3" "$WORK" "${BENCH_PROGRAM:?}" >"$BENCH_OUT"
