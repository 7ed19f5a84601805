package dev.sluice.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.bench.client.FluidRest;
import dev.sluice.server.bench.client.RestEncoding;
import dev.sluice.server.bench.client.ServiceAddress;
import dev.sluice.server.crash.Ledger.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that gets SIGKILL under load at random moments loses nothing that it acknowledged (I2, I6, I7).
 *
 * <p>{@code -Dsluice.crash.rounds} says how often, {@code -Dsluice.crash.seed} repeats what chance decided: the load, and when
 * to kill. How the threads and processes interleave is not repeated.
 */
@Timeout(value = 5, unit = TimeUnit.HOURS) // Enough for 500 rounds; each wait has a shorter limit of its own.
final class CrashIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Crashes of one store before a new one is made, so that reading it all again stays short. */
    private static final int ROUNDS_PER_STORE = 5;

    private static final int DOCUMENTS = 4;
    private static final int MOST_OPS = 5_000;
    private static final int MOST_MILLIS = 1_200;
    private static final int MOST_RECOVERY_MILLIS = 400;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    /** One store, and what is known of it. */
    private record Subject(Path data, Ledger ledger, List<String> documents) {}

    @Test
    void svc090_svc091_killedUnderLoad_losesNothingAcknowledged(TestReporter reporter) throws IOException {
        long seed = Long.getLong("sluice.crash.seed", new Random().nextLong());
        int rounds = Integer.getInteger("sluice.crash.rounds", 20);
        reporter.publishEntry("sluice.crash.seed", Long.toString(seed));
        for (int first = 0; first < rounds; first += ROUNDS_PER_STORE) {
            Subject subject = new Subject(folder.resolve("store" + first), new Ledger(), new ArrayList<>());
            int end = Math.min(rounds, first + ROUNDS_PER_STORE);
            for (int round = first; round < end; round++) {
                try {
                    crash(subject, new SplittableRandom(seed + round));
                } catch (AssertionError | RuntimeException failure) {
                    throw new AssertionError(
                            "round " + round + " of seed " + seed + ", store in " + subject.data + ": "
                                    + failure.getMessage(),
                            failure);
                }
            }
            finish(subject);
            delete(subject.data);
            reporter.publishEntry("acknowledged in rounds " + first + " to " + (end - 1), subject.ledger.toString());
        }
    }

    /** Starts a server, examines it, loads it, kills it at some moment, and verifies what is left. */
    private static void crash(Subject subject, SplittableRandom random) {
        try (ServerProcess server = ServerProcess.serve(subject.data)) {
            ServiceAddress service = server.awaitReady();
            Exam.pass(service, subject.ledger);
            createDocuments(service, subject);
            Load load = Load.start(service, subject.ledger, subject.documents, random.split());
            awaitMoment(subject.ledger, random);
            load.expectCrash();
            server.kill();
            load.awaitEnd();
        }
        if (random.nextInt(3) == 0) {
            crashAgain(subject, random);
        }
        ServerProcess.verify(subject.data);
    }

    /** Kills a server while it opens again what the crash before left behind. */
    private static void crashAgain(Subject subject, SplittableRandom random) {
        try (ServerProcess server = ServerProcess.serve(subject.data)) {
            ServiceAddress service = server.awaitReady();
            Load load = Load.start(service, subject.ledger, subject.documents, random.split());
            subject.ledger.awaitTime(Duration.ofMillis(random.nextInt(MOST_RECOVERY_MILLIS)));
            load.expectCrash();
            server.kill();
            load.awaitEnd();
        }
    }

    /** After the last crash everything is there, and summaries are still accepted. */
    private static void finish(Subject subject) {
        try (ServerProcess server = ServerProcess.serve(subject.data)) {
            ServiceAddress service = server.awaitReady();
            Exam.pass(service, subject.ledger);
            SummaryLoad summaries =
                    new SummaryLoad(service, subject.ledger, new Crash(), subject.documents, new SplittableRandom(0));
            subject.documents.forEach(document -> summaries.summarize(document, 1));
            server.kill();
        }
        for (Kind kind : Kind.values()) {
            assertThat(subject.ledger.countOf(kind)).as("acknowledged %s", kind).isPositive();
        }
    }

    private static void createDocuments(ServiceAddress service, Subject subject) {
        try (FluidRest rest = new FluidRest(service, RestEncoding.RESTLESS, "")) {
            while (subject.documents.size() < DOCUMENTS) {
                String id = rest.createDocument();
                subject.ledger.document(id);
                subject.documents.add(id);
            }
        }
    }

    /** A moment is so long after the load's begin, or so many acknowledgements of one kind. */
    private static void awaitMoment(Ledger ledger, SplittableRandom random) {
        switch (random.nextInt(5)) {
            case 0 -> ledger.awaitTime(Duration.ofMillis(random.nextInt(MOST_MILLIS)));
            case 1 -> ledger.awaitMore(Kind.SUMMARY, random.nextInt(1, 4), LIMIT);
            case 2 -> ledger.awaitMore(Kind.BLOB, random.nextInt(1, 50), LIMIT);
            case 3 -> ledger.awaitMore(Kind.DOCUMENT, random.nextInt(1, 5), LIMIT);
            default -> ledger.awaitMore(Kind.OP, random.nextInt(1, MOST_OPS), LIMIT);
        }
    }

    private static void delete(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
