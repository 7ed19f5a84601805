package dev.sluice.agent.recorded;

import dev.sluice.agent.Attempt;
import dev.sluice.agent.Summarizer;
import dev.sluice.agent.SummarizerOptions;
import dev.sluice.driver.Snapshot;
import dev.sluice.loader.ContainerEnvironment;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.summary.SummaryTree;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A summarizer of this project in the place of a recorded one: under its name it hears what that heard, and is asked for a summary
 * wherever that wrote one.
 *
 * <p>Where it takes over between two summaries of the recorded one, the numbers of that client's messages are counted anew from
 * there. Confined to the test's thread; no time passes.
 */
final class RecordedSession {
    private static final DocumentKey KEY = DocumentKey.of("local", "recorded");

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final RecordedDocument document;
    private final String clientId;
    private final RecordedService service;
    private final Summarizer summarizer;
    private final long sentBefore;
    private final Map<Long, RawJson> sent = new HashMap<>();
    private long newest;

    /**
     * A summary that was written here.
     *
     * @param number which of the recorded ones was written at the same place, from 0
     * @param recorded what the reference uploaded there
     * @param tree what was uploaded
     * @param sent everything sent since the summary before
     * @param attempt what became of it
     */
    record Written(
            int number,
            RecordedUpload recorded,
            SummaryTree tree,
            List<DocumentMessage> sent,
            CompletableFuture<Attempt> attempt) {}

    private RecordedSession(RecordedDocument document, int version, int first, SummarizerOptions options) {
        RecordedUpload upload = document.uploads().get(first);
        this.document = document;
        this.clientId = upload.clientId();
        this.newest = document.isFirstOfItsClient(first)
                ? document.joined(clientId) - 1
                : upload.proposal().referenceSequenceNumber();
        this.sentBefore = document.ops().subList(0, (int) newest).stream()
                .filter(op -> clientId.equals(op.clientId()))
                .mapToLong(SequencedMessage::clientSequenceNumber)
                .max()
                .orElse(0);
        Snapshot snapshot = document.before(version, newest, this::heard);
        this.service = new RecordedService(KEY, snapshot, clientId);
        ContainerEnvironment environment = new ContainerEnvironment(
                tasks::add, tasks::add, (delay, task) -> () -> {}, () -> Instant.EPOCH, new Random(1), pause -> {
                    throw new IllegalStateException("nothing is waited for");
                });
        this.summarizer = now(Summarizer.open(environment, service, KEY, options));
    }

    /**
     * Writes every summary from one on that was recorded of the same client.
     *
     * @param first counts from 0; the session begins with the version that this summary was written over
     */
    static List<Written> summaries(RecordedDocument document, int first, SummarizerOptions options) {
        return new RecordedSession(document, first, first, options).summaries(first);
    }

    /**
     * Writes the same, but begins with an older version than the newest, and hears of the newer summaries as of any op.
     *
     * @param version as {@link RecordedDocument#version} counts
     */
    static List<Written> summariesFrom(RecordedDocument document, int version, int first, SummarizerOptions options) {
        return new RecordedSession(document, version, first, options).summaries(first);
    }

    private List<Written> summaries(int first) {
        List<Written> written = new ArrayList<>();
        for (int number = first; number < document.uploads().size(); number++) {
            RecordedUpload upload = document.uploads().get(number);
            if (upload.clientId().equals(clientId)) {
                hearUntil(upload.proposal().referenceSequenceNumber());
                written.add(write(number, upload));
                hearUntil(upload.proposal().sequenceNumber() + 1);
            }
        }
        now(summarizer.container().call(() -> {
            summarizer.container().close();
            return null;
        }));
        return written;
    }

    private void hearUntil(long sequenceNumber) {
        for (; newest < sequenceNumber; newest++) {
            service.deliver(heard(document.ops().get((int) newest)));
            settle();
        }
    }

    /**
     * Returns an op as it is heard here. What was sent here comes back as it was sent; what the recorded client had sent before this
     * one took over has numbers below 1.
     */
    private SequencedMessage heard(SequencedMessage op) {
        if (!clientId.equals(op.clientId())) {
            return op;
        }
        long number = op.clientSequenceNumber() - sentBefore;
        return new SequencedMessage(
                op.clientId(),
                number,
                sent.getOrDefault(number, op.contents()),
                op.metadata(),
                op.compression(),
                op.minimumSequenceNumber(),
                op.referenceSequenceNumber(),
                op.sequenceNumber(),
                op.timestampMs(),
                op.type(),
                op.data());
    }

    private Written write(int number, RecordedUpload upload) {
        service.name(upload.handle());
        CompletableFuture<Attempt> attempt = summarizer.summarize().toCompletableFuture();
        settle();
        SummaryTree tree = service.takeUpload()
                .orElseThrow(() -> new AssertionError("no summary was uploaded at op " + newest + ": " + attempt));
        List<DocumentMessage> submitted = service.takeSubmitted();
        submitted.forEach(
                message -> sent.put(message.clientSequenceNumber(), Objects.requireNonNull(message.contents())));
        return new Written(number, upload, tree, submitted, attempt);
    }

    private void settle() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private <T> T now(CompletionStage<T> stage) {
        settle();
        return stage.toCompletableFuture().getNow(null);
    }
}
