package dev.sluice.server.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Replays every recorded scenario against the server under test.
 *
 * <p>System properties: {@code sluice.golden.uri} names a server that runs already, to be held to every word of the
 * recordings; {@code sluice.golden.slow} also replays scenarios about waits in the time they took, against a server that
 * cannot be made faster.
 */
final class GoldenReplayTest {

    /** Also replays scenarios about waits against a server that cannot be made faster. */
    private static final String SLOW_PROPERTY = "sluice.golden.slow";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TestFactory
    Stream<DynamicTest> transcript_replayed_isAnsweredAsRecorded() {
        return Scenarios.ALL.stream().map(name -> DynamicTest.dynamicTest(name, () -> replay(name)));
    }

    private static void replay(String name) {
        ServerTimes wished = ServerTimes.REFERENCE.faster(Scenarios.wishedSpeed(name));
        try (ServerUnderTest server = Servers.start(wished)) {
            assumeTrue(
                    server.features().containsAll(Scenarios.needs(name)),
                    () -> name + " needs a server with " + Scenarios.needs(name));
            assumeTrue(
                    server.times().equals(wished) || Boolean.getBoolean(SLOW_PROPERTY),
                    () -> name + " takes as long as it was recorded, unless the server runs with shorter waits; set "
                            + SLOW_PROPERTY + " to replay it all the same");
            List<Difference> differences = Replay.run(Transcript.read(name), server, PATIENCE);
            assertThat(differences).isEmpty();
        }
    }
}
