package dev.sluice.server.bench;

import dev.sluice.server.bench.client.RestEncoding;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** What to measure and for how long; the same for every server that is compared. */
final class SuiteOptions {
    @Option(names = "--quick", description = "Short loads and few documents: a look, not a figure to quote.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            description = "Parts to measure, of ops, latency, storage, memory, large (default: all).")
    private List<Suite.Part> only = List.of(Suite.Part.values());

    @Option(
            names = "--in-flight",
            defaultValue = "200",
            description = "Ops in flight over all clients when batches are of 1 (default: ${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(
            names = "--batches-in-flight",
            defaultValue = "20",
            description = "Batches in flight over all clients when they are of 100 (default: ${DEFAULT-VALUE}).")
    private int batchesInFlight;

    @Option(
            names = "--rate",
            defaultValue = "200",
            description = "Ops per second of the latency measurement (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--documents", description = "How many documents are many (default: 100, or 20 with --quick).")
    private int documents;

    @Option(names = "--seconds", description = "Length of one load (default: 10, or 2 with --quick).")
    private int seconds;

    @Option(names = "--large", description = "MiB in the large attachment blob (default: 1024, or 64 with --quick).")
    private int largeMebibytes;

    @Option(
            names = "--rest",
            defaultValue = "RESTLESS",
            description = "How REST calls are encoded: RESTLESS as drivers do, or PLAIN (default: ${DEFAULT-VALUE}).")
    private RestEncoding encoding = RestEncoding.RESTLESS;

    List<Suite.Part> parts() {
        return only;
    }

    int inFlight(Shape shape) {
        return shape.batch() == 1 ? inFlight : batchesInFlight;
    }

    int documents() {
        return documents > 0 ? documents : quick ? 20 : 100;
    }

    int rate() {
        return rate;
    }

    RestEncoding encoding() {
        return encoding;
    }

    Pace pace() {
        return new Pace(Duration.ofSeconds(quick ? 1 : 5), measured());
    }

    /** At a low rate code becomes hot later, so it is given longer. */
    Pace slowPace() {
        return new Pace(Duration.ofSeconds(quick ? 3 : 15), measured());
    }

    private Duration measured() {
        return Duration.ofSeconds(seconds > 0 ? seconds : quick ? 2 : 10);
    }

    /** The servers to compare unless others are named. */
    List<ServerCommand> knownServers() {
        return quick ? KnownServers.two() : KnownServers.all();
    }

    /** How often everything is measured, unless {@code wanted} says it. */
    int rounds(int wanted) {
        return wanted > 0 ? wanted : quick ? 1 : 3;
    }

    /** How many documents, or connections, memory is divided by. */
    int population() {
        return quick ? 50 : 500;
    }

    /** How many small blobs are prepared, and then sent, at a time. */
    int batchOfBlobs() {
        return quick ? 200 : 1000;
    }

    /** How long a server is left alone before its memory is read. */
    Duration settle() {
        return Duration.ofSeconds(quick ? 1 : 5);
    }

    long largeBytes() {
        return (largeMebibytes > 0 ? largeMebibytes : quick ? 64L : 1024L) << 20;
    }
}
