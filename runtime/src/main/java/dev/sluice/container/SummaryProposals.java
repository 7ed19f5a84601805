package dev.sluice.container;

import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.summary.SummaryResult;
import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.Version;
import dev.sluice.event.Registration;
import dev.sluice.loader.ConnectionState;
import dev.sluice.loader.RuntimeContext;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Summaries on their way to the service, and the answers to everybody's (runtime-formats §7.6, §7.10).
 *
 * <p>A summary is uploaded, proposed by an op, and acknowledged or not by another. The newest acknowledged one is the head: the next
 * one names it, and its handles refer to it. One summary at a time is under way. Confined to the document's thread.
 */
final class SummaryProposals {
    /** How long TypeScript clients wait for an answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final RuntimeContext context;
    private final SummaryAssembly<?> assembly;
    private final BooleanSupplier hasPendingOps;
    private Optional<Version> head;
    private @Nullable Proposal current;

    /**
     * @param head the version that was loaded; empty for a document made here, whose first version has a name that only the service
     *     knows
     */
    SummaryProposals(
            RuntimeContext context,
            SummaryAssembly<?> assembly,
            BooleanSupplier hasPendingOps,
            Optional<Version> head) {
        this.context = context;
        this.assembly = assembly;
        this.hasPendingOps = hasPendingOps;
        this.head = head;
    }

    private static final class Proposal {
        private final SummaryResult summary;
        private final CompletableFuture<SummaryOutcome> outcome = new CompletableFuture<>();
        private String clientId = "";
        private long clientSequenceNumber = -1;
        private long sequenceNumber = -1;
        private Registration patience = () -> {};

        Proposal(SummaryResult summary) {
            this.summary = summary;
        }

        boolean isSequenced() {
            return sequenceNumber >= 0;
        }
    }

    /** The newest version that is known to be acknowledged. */
    Optional<Version> head() {
        return head;
    }

    /**
     * Writes a summary, uploads it and proposes it.
     *
     * @param onWritten is given the summary before anything of it is uploaded
     * @throws IllegalStateException if there is an {@link #obstacle}
     */
    CompletionStage<SummaryOutcome> submit(SummaryRequest request, Consumer<? super SummaryResult> onWritten) {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            throw new IllegalStateException(obstacle.get());
        }
        SummaryResult written = assembly.write(request);
        onWritten.accept(written);
        return submit(written);
    }

    /** Returns why no summary can be submitted now. */
    Optional<String> obstacle() {
        if (current != null) {
            return Optional.of("another summary is under way");
        }
        boolean isPending = hasPendingOps.getAsBoolean();
        return context.connectionState() == ConnectionState.CONNECTED && !isPending
                ? assembly.obstacle()
                : Optional.of("found " + context.connectionState() + (isPending ? " with pending edits" : "")
                        + "; a summary is submitted by a client that is connected and has no edits under way");
    }

    private CompletionStage<SummaryOutcome> submit(SummaryResult summary) {
        Proposal proposal = new Proposal(summary);
        current = proposal;
        Optional<Version> known = head;
        context.storage(storage -> upload(storage, summary, known)).whenComplete((uploaded, failure) -> {
            if (current != proposal) {
                return;
            }
            if (failure == null) {
                tryToPropose(proposal, uploaded);
            } else {
                end(proposal, new SummaryOutcome.Lost("the upload failed: " + failure.getMessage()));
            }
        });
        return proposal.outcome.minimalCompletionStage();
    }

    private record Uploaded(String handle, Optional<Version> head) {}

    private static Uploaded upload(DocumentStorage storage, SummaryResult summary, Optional<Version> known) {
        Optional<Version> head = known.or(() -> storage.versions(1).stream().findFirst());
        return new Uploaded(storage.uploadSummary(summary.tree(), head), head);
    }

    /** Whatever keeps it from being sent, whoever waits hears of it, and the next one can begin. */
    private void tryToPropose(Proposal proposal, Uploaded uploaded) {
        try {
            propose(proposal, uploaded);
        } catch (RuntimeException refused) {
            end(proposal, new SummaryOutcome.Lost("the proposal could not be sent: " + refused.getMessage()));
        }
    }

    private void propose(Proposal proposal, Uploaded uploaded) {
        // RT-078: what is under way when a summary is proposed would have to be in it, or the service could not tell.
        if (context.connectionState() != ConnectionState.CONNECTED || hasPendingOps.getAsBoolean()) {
            end(proposal, new SummaryOutcome.Lost("edits were made or the connection was lost during the upload"));
            return;
        }
        if (context.minimumSequenceNumber() > proposal.summary.sequenceNumber()) {
            end(proposal, new SummaryOutcome.Lost("the document moved on during the upload"));
            return;
        }
        String head = uploaded.head().map(Version::id).orElse("");
        String contents = JsonObject.builder()
                .put("handle", uploaded.handle())
                .put("head", head)
                .put(
                        "message",
                        "Summary @" + proposal.summary.sequenceNumber() + ":"
                                + proposal.summary.minimumSequenceNumber())
                .put("parents", head.isEmpty() ? JsonArray.EMPTY : JsonArray.of(JsonValue.of(head)))
                .put("details", JsonObject.of("includesProtocolTree", JsonValue.of(false)))
                .build()
                .toJson();
        proposal.clientId = context.clientId().orElseThrow();
        proposal.clientSequenceNumber = context.nextClientSequenceNumber();
        proposal.patience = context.timers()
                .after(PATIENCE, () -> end(proposal, new SummaryOutcome.Lost("no answer came within " + PATIENCE)));
        context.submit(List.of(DocumentMessage.of(
                MessageType.SUMMARIZE,
                proposal.clientSequenceNumber,
                proposal.summary.sequenceNumber(),
                RawJson.ofString(contents))));
    }

    /** Takes every sequenced message: proposals and answers of all clients. */
    void observe(SequencedMessage message) {
        switch (message.type()) {
            case MessageType.SUMMARIZE -> sequenced(message);
            case MessageType.SUMMARY_ACK -> acknowledged(message);
            case MessageType.SUMMARY_NACK -> refused(message);
            default -> {}
        }
    }

    private void sequenced(SequencedMessage message) {
        Proposal proposal = current;
        if (proposal != null
                && proposal.clientId.equals(message.clientId())
                && proposal.clientSequenceNumber == message.clientSequenceNumber()) {
            proposal.sequenceNumber = message.sequenceNumber();
        }
    }

    private void acknowledged(SequencedMessage message) {
        JsonObject ack = contents(message);
        String handle = ack.string("handle").orElse("");
        // The answer to the summary that was loaded comes after the ops in it.
        boolean isKnown = head.map(Version::id).filter(handle::equals).isPresent();
        head = Optional.of(Version.ofId(handle));
        Proposal proposal = current;
        if (proposal != null && isAnswer(proposal, ack)) {
            assembly.acknowledged(proposal.summary);
            end(proposal, new SummaryOutcome.Acknowledged(handle, proposal.summary.sequenceNumber()));
        } else if (!isKnown) {
            assembly.forgetBase();
        }
    }

    private void refused(SequencedMessage message) {
        JsonObject nack = contents(message);
        Proposal proposal = current;
        if (proposal != null && isAnswer(proposal, nack)) {
            Optional<Duration> retryAfter =
                    nack.number("retryAfter").map(seconds -> Duration.ofMillis((long) (seconds.value() * 1000)));
            end(proposal, new SummaryOutcome.Refused(nack.string("message").orElse("no reason given"), retryAfter));
        }
    }

    /** RT-080: an answer names the op that it answers. */
    private static boolean isAnswer(Proposal proposal, JsonObject answer) {
        return proposal.isSequenced()
                && answer.object("summaryProposal")
                        .flatMap(proposed -> proposed.number("summarySequenceNumber"))
                        .filter(number -> (long) number.value() == proposal.sequenceNumber)
                        .isPresent();
    }

    /** Services put it into {@code data} or into the contents, as text or as it is. */
    private static JsonObject contents(SequencedMessage message) {
        String data = message.data();
        RawJson contents = message.contents();
        JsonValue value =
                data != null ? JsonValue.parse(data) : contents == null ? JsonObject.EMPTY : JsonValue.parse(contents);
        return value.asString().map(JsonValue::parse).orElse(value).asObject().orElse(JsonObject.EMPTY);
    }

    /** What is not in the order yet may never be; what is will be answered. */
    void disconnected() {
        Proposal proposal = current;
        if (proposal != null && proposal.clientSequenceNumber >= 0 && !proposal.isSequenced()) {
            end(proposal, new SummaryOutcome.Lost("the connection was lost"));
        }
    }

    void close() {
        if (current != null) {
            end(current, new SummaryOutcome.Lost("the container ended"));
        }
    }

    private void end(Proposal proposal, SummaryOutcome outcome) {
        if (current == proposal) {
            current = null;
            proposal.patience.close();
            proposal.outcome.complete(outcome);
        }
    }
}
