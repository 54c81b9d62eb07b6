package io.athenabng.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetransmitPolicyTest {
    @Test
    void timeoutsGrowUpTo64Seconds() {
        RetransmitPolicy policy = RetransmitPolicy.parse("4000");
        assertEquals(4_000_000_000L, policy.timeoutNs(1));
        assertEquals(8_000_000_000L, policy.timeoutNs(2));
        assertEquals(64_000_000_000L, policy.timeoutNs(20));
        assertEquals(4, policy.attempts());
        assertEquals(new RetransmitPolicy(500_000_000L, 1.5, 7), RetransmitPolicy.parse("500,1.5,7"));
        assertEquals(policy, RetransmitPolicy.parse(policy.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0", "-1", "100,0.5", "100,2,0", "100,2,3,4", "9223372036854775807", "100,NaN"})
    void nonsenseIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> RetransmitPolicy.parse(text));
    }
}
