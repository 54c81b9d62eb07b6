package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigurationValueException.quote;

import io.athenabng.core.config.ConfigurationSchema.Group;
import io.athenabng.core.config.ConfigurationSchema.Pool;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks what one value of PPPoE alone does not show. Values that were reported already are null and passed over. */
final class PppoeValidator {
    private final ConfigSection root;
    private final ConfigurationProblems problems;

    PppoeValidator(final ConfigSection root, final ConfigurationProblems problems) {
        this.root = root;
        this.problems = problems;
    }

    /** Whether a group serves PPPoE. */
    static boolean isEnabled(final ConfigSection group) {
        final ConfigSection pppoe = group.get(PppoeSchema.SECTION);
        return pppoe != null && Boolean.TRUE.equals(pppoe.get(PppoeSchema.ENABLED));
    }

    void validate() {
        final Set<String> pools = new HashSet<>();
        for (final ConfigSection pool : root.get(Pool.LIST)) {
            pools.add(pool.get(Pool.NAME));
        }
        for (final ConfigSection group : root.get(Group.LIST)) {
            if (isEnabled(group)) {
                check(group, group.get(PppoeSchema.SECTION), pools);
            }
        }
    }

    private void check(final ConfigSection group, final ConfigSection pppoe, final Set<String> pools) {
        final List<PppoeSettings.Method> methods = pppoe.get(PppoeSchema.AUTHENTICATION);
        if (methods != null && methods.isEmpty() && group.get(Group.AUTHENTICATION) != null
                && group.get(Group.AUTHENTICATION) != AccessGroupSettings.Authentication.NONE) {
            problems.add(pppoe.place(PppoeSchema.AUTHENTICATION), "clients of the group must authenticate, and pppoe does not say how",
                    "write authentication: [chap-md5, pap]");
        }
        final List<String> names = pppoe.get(PppoeSchema.SERVICE_NAMES);
        final PppoeSettings.Service service = pppoe.get(PppoeSchema.SERVICE);
        if (names != null && service != null && names.isEmpty() != (service == PppoeSettings.Service.ANY)) {
            problems.add(pppoe.place(PppoeSchema.SERVICE_NAMES), names.isEmpty() ? "there is no Service-Name to serve"
                    : "service: any does not use service-names", names.isEmpty() ? "write service-names: [NAME], or service: any"
                    : "write service: list or exact, or leave service-names out");
        }
        final List<String> used = pppoe.get(PppoeSchema.POOLS);
        for (int i = 0; used != null && i < used.size(); i++) {
            if (used.get(i) != null && !pools.contains(used.get(i))) {
                problems.add(pppoe.itemPlace(PppoeSchema.POOLS, i), "there is no pool " + quote(used.get(i)), "add it to pools");
            }
        }
        final List<PppoeSettings.PadoDelay> delays = pppoe.get(PppoeSchema.PADO_DELAYS);
        for (int i = 1; delays != null && i < delays.size(); i++) {
            if (delays.get(i) != null && delays.get(i - 1) != null && delays.get(i).sessions() <= delays.get(i - 1).sessions()) {
                problems.add(pppoe.itemPlace(PppoeSchema.PADO_DELAYS, i), "the numbers of sessions do not rise", "sort the list");
            }
        }
        checkDistinct(pppoe, PppoeSchema.AUTHENTICATION);
        checkDistinct(pppoe, PppoeSchema.SERVICE_NAMES);
        checkDistinct(pppoe, PppoeSchema.POOLS);
        final List<Long> allowed = pppoe.get(PppoeSchema.ALLOW_MACS);
        final List<Long> denied = pppoe.get(PppoeSchema.DENY_MACS);
        for (int i = 0; allowed != null && denied != null && i < denied.size(); i++) {
            if (denied.get(i) != null && allowed.contains(denied.get(i))) {
                problems.add(pppoe.itemPlace(PppoeSchema.DENY_MACS, i), "the MAC stands in allow-macs, too", "keep one of them");
            }
        }
    }

    private <T> void checkDistinct(final ConfigSection section, final ConfigKey.ValueList<T> key) {
        final List<T> values = section.get(key);
        final Set<T> known = new HashSet<>();
        for (int i = 0; values != null && i < values.size(); i++) {
            if (values.get(i) != null && !known.add(values.get(i))) {
                problems.add(section.itemPlace(key, i), quote(key.type().format(values.get(i))) + " stands in the list twice",
                        "keep one of them");
            }
        }
    }
}
