#!/bin/bash
# The daemon's heap in use after 10,000 sessions came and went against that after 1,000. Called by scripts/bench on a kernel with 802.1Q
# and CAKE.
#
#   churn.sh CLIENTS ROUNDS    so many clients come and go so often; the first sample is after the second round
set -u
. "$(dirname "$(readlink -f "$0")")/common.sh"
CLIENTS=${1:?how many clients}
ROUNDS=${2:?how many rounds}
WORK=$(mktemp -d) || exit 1
trap cleanup EXIT

heap() { # after a full collection
    "$BENCH_JDK/bin/jcmd" "$DAEMON" GC.run >/dev/null || return 1
    "$BENCH_JDK/bin/jcmd" "$DAEMON" GC.run >/dev/null || return 1
    cli --json show status | jq -e .memory.heap_used_bytes
}
round() { # NUMBER: all come and go; waits until nothing is left of them
    local i
    load "$WORK/load.json" --clients "$CLIENTS" --window 32 --retransmit 4000,2,5 --release || fatal "round $1 failed"
    for ((i = 0; i < 240; i++)); do
        if cli --json show status | jq -e '.lines == 0 and .sessions.active == 0 and .sessions.ending == 0' >/dev/null; then return; fi
        sleep 0.5
    done
    fatal "after round $1 something is left: $(cli --json show status | jq -c '{lines, sessions}')"
}

topology
start_gateway 1s
samples='[]'
for ((number = 1; number <= ROUNDS; number++)); do
    round $number
    bytes=$(heap) || fatal "the heap cannot be measured"
    samples=$(jq -c --argjson sessions $((number * CLIENTS)) --argjson bytes "$bytes" '. + [{sessions: $sessions, heapBytes: $bytes}]' <<<"$samples")
    progress "after $((number * CLIENTS)) sessions: $bytes bytes of heap in use"
done
jq -n --argjson samples "$samples" --argjson clients "$CLIENTS" --argjson rounds "$ROUNDS" '
    $samples[1].heapBytes as $first | $samples[-1].heapBytes as $last
    | {sessions: ($clients * $rounds), clients: $clients, rounds: $rounds, heapBytesAfterSecondRound: $first, heapBytesAtEnd: $last,
       growthBytes: ($last - $first), toleranceBytesPerSession: 32,
       stable: ($last - $first < 32 * $clients * ($rounds - 2)), heapBytesAfterEachRound: [$samples[].heapBytes]}' >"$BENCH_OUT"
jq -e .stable "$BENCH_OUT" >/dev/null || fatal "the heap has grown"
