#!/bin/bash
# The kernel part of PPPoE sessions from Java against the same calls from C, in turns. Called by scripts/bench on a kernel with PPP.
#
#   ppp-kernel.sh SESSIONS ROUNDS
set -u
. "$(dirname "$(readlink -f "$0")")/common.sh"
trap cleanup EXIT
gateway_namespace
must ip -n bench-gw link add eth1 type veth peer name trunk
must ip -n bench-gw link set eth1 up
must ip -n bench-gw link set trunk up
# Warm means compiled by C2, as in a gateway that runs: ABNGD_JAVA_OPTIONS, which spare the emulated machine C2, are not taken.
# shellcheck disable=SC2086
in_gw "$BENCH_JDK/bin/java" $BENCH_FLAGS -cp "$BENCH_CLASSES:$BENCH_LIB/*" \
    io.athenabng.benchmarks.pppoe.PppKernelBench eth1 "$1" "$2" "${BENCH_PROGRAM:?}" >"$BENCH_OUT"
