package dev.sluice.server.golden;

import dev.sluice.server.golden.ServerUnderTest.Feature;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the transcripts do not say of themselves. */
final class Scenarios {

    /** Every timeline; {@code restless-encoding} is none. */
    static final List<String> ALL = List.of(
            "azure-remote-style",
            "blobs",
            "client-retry-injected",
            "create-attach-load",
            "engineio-errors",
            "heartbeat-and-noop",
            "idle-expiry",
            "multi-batch-and-types",
            "nacks",
            "old-client-2.0.0-internal.3.4.5",
            "polling",
            "reconnect",
            "rest-errors",
            "signals",
            "slow-upload",
            "summary",
            "summary-nacks",
            "token-errors",
            "unknown-document");

    /** Scenarios about waits: how many times faster a server should run, to be through in seconds. */
    private static final Map<String, Integer> TIMED = Map.of("heartbeat-and-noop", 10, "idle-expiry", 50);

    private static final Map<String, Set<Feature>> NEEDS =
            Map.of("azure-remote-style", Set.of(Feature.DISCOVERY, Feature.WHOLE_SUMMARIES));

    private static final Set<String> FOREIGN_TOKENS = Set.of("token-errors <jwt:6>");

    private Scenarios() {}

    static boolean isTimed(String scenario) {
        return TIMED.containsKey(scenario);
    }

    static int wishedSpeed(String scenario) {
        return TIMED.getOrDefault(scenario, 1);
    }

    /** What a server must have for the scenario to mean anything. */
    static Set<Feature> needs(String scenario) {
        return NEEDS.getOrDefault(scenario, Set.of());
    }

    /** Whether answers made up by the recording proxy stand for answers a server with those features gives. */
    static boolean comparesSynthetic(String scenario) {
        return NEEDS.containsKey(scenario);
    }

    /** The secret a recorded token was signed with. */
    static String secret(String scenario, String token) {
        return FOREIGN_TOKENS.contains(scenario + " " + token) ? TokenMinter.FOREIGN_SECRET : TokenMinter.TENANT_SECRET;
    }
}
