package dev.sluice.server.golden;

import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Starts the server under test; the one place that knows which it is: this one, in process, on a folder of its own.
 *
 * <p>Another server, for instance the one that was recorded, is replayed against by naming it in the system property {@value
 * #URI_PROPERTY}.
 */
final class Servers {
    private static final String URI_PROPERTY = "sluice.golden.uri";

    private Servers() {}

    /** A server that runs with those waits, if it can. */
    static ServerUnderTest start(ServerTimes wished) {
        String named = System.getProperty(URI_PROPERTY, "");
        return named.isEmpty()
                ? InProcess.start(wished)
                : new Running(URI.create(named), ServerTimes.REFERENCE, Set.of(), Profile.REFERENCE);
    }

    private record Running(URI baseUri, ServerTimes times, Set<Feature> features, Profile profile)
            implements ServerUnderTest {

        @Override
        public void close() {}
    }

    private record InProcess(SluiceServer server, Path folder, ServerTimes times) implements ServerUnderTest {
        private static final String KEY_VARIABLE = "TINYLICIOUS_KEY";

        static InProcess start(ServerTimes times) {
            try {
                Path folder = Files.createTempDirectory("sluice-golden");
                // The recorded tenant is given the key its clients sign with: all that can be checked is.
                Map<String, String> settings = Map.of(
                        "port", "0",
                        "data", folder.toString(),
                        // Sockets on one loop are heard in the order in which they spoke, as they were recorded.
                        "event-loop-threads", "1",
                        "tenant.tinylicious.key1-env", KEY_VARIABLE,
                        "ping-interval-ms", String.valueOf(times.pingInterval().toMillis()),
                        "ping-timeout-ms", String.valueOf(times.pingTimeout().toMillis()),
                        "client-timeout-ms",
                                String.valueOf(times.clientTimeout().toMillis()),
                        "activity-timeout-ms",
                                String.valueOf(times.activityTimeout().toMillis()),
                        "noop-consolidation-ms",
                                String.valueOf(times.noopConsolidation().toMillis()));
                ServerConfig config = ServerConfig.of(settings, Map.of(KEY_VARIABLE, "12345"));
                return new InProcess(SluiceServer.start(config, InstantSource.system()), folder, times);
            } catch (IOException unwritable) {
                throw new UncheckedIOException("no folder for the server's data", unwritable);
            }
        }

        @Override
        public URI baseUri() {
            return server.url();
        }

        @Override
        public Set<Feature> features() {
            return Set.of(Feature.values());
        }

        @Override
        public Profile profile() {
            return Profile.STRICT;
        }

        @Override
        public void close() {
            server.close(Duration.ZERO, Duration.ofSeconds(10));
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException undeletable) {
                throw new UncheckedIOException("cannot remove " + folder, undeletable);
            }
        }
    }
}
