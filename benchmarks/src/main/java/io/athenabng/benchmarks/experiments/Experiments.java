package io.athenabng.benchmarks.experiments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Runs all experiments: {@code Experiments ROUNDS INTERFACES FRAMES PACKET_TX}, in an empty network namespace. One JSON object. */
public final class Experiments {
    private Experiments() {
    }

    /** Runs them. */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("rounds", rounds);
        ArrayNode rows = report.putArray("experiments");
        new MemoryTrials().run(rounds, rows);
        new ThreadTrials().run(rounds, rows);
        new TransmitTrials(arguments[3], Long.parseLong(arguments[2])).run(rounds, rows);
        new NetlinkTrials(Integer.parseInt(arguments[1])).run(rounds, rows);
        new AnswerTrials(Integer.parseInt(arguments[1])).run(rounds, rows);
        new CollectorTrials().run(Math.max(1, rounds / 2), rows);
        System.out.println(report);
    }
}
