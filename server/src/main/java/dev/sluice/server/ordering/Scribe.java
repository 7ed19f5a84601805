package dev.sluice.server.ordering;

import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.git.GitId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows the ops of one document as far as summaries need: the quorum at any point that a summary may refer to, which
 * versions a new one may follow, and which proposals wait for an answer (SVC §4.8).
 *
 * <p>The kept quorum lags the minimum sequence number a little, by as many ops as it has members: so following an op costs the
 * same however many they are. Ops after it are kept without their contents. A pure state machine. Confined to its document's thread.
 */
final class Scribe {
    /** How many versions written by the service itself a client's next summary may follow. */
    private static final int MAX_SERVICE_PARENTS = 10;

    /** How many ops the kept quorum lags at least before it follows. */
    private static final int MIN_RUN = 64;

    private final Deque<SequencedMessage> afterProtocol = new ArrayDeque<>();
    private final Deque<SummaryProposal> unanswered = new ArrayDeque<>();
    private final List<GitId> serviceParents;
    private ProtocolState protocol;
    private long advanceTo;
    private long protocolHead;
    private @Nullable GitId lastClientSummary;

    /**
     * Creates a scribe.
     *
     * @param protocol the quorum at some op; ops after it follow by {@link #follow}
     * @param protocolHead the last op that the newest summary contains
     * @param lastClientSummary the newest version written for a client; {@code null} if there is none but the first
     * @param serviceParents versions written by the service since then, oldest first
     */
    Scribe(ProtocolState protocol, long protocolHead, @Nullable GitId lastClientSummary, List<GitId> serviceParents) {
        this.protocol = protocol;
        this.protocolHead = protocolHead;
        this.lastClientSummary = lastClientSummary;
        this.serviceParents = new ArrayList<>(serviceParents);
    }

    /** Takes the next op. */
    void follow(SequencedMessage op) {
        afterProtocol.add(withoutBulk(op));
        advanceTo(op.minimumSequenceNumber());
        if (op.type().equals(MessageType.SUMMARIZE)) {
            // Taken now: what is sequenced before the proposal is judged may move the kept quorum past its reference.
            unanswered.add(SummaryProposal.of(op, protocolAt(op.referenceSequenceNumber())));
        }
    }

    /** Takes over an answer from the log: the proposal it belongs to is settled. */
    void replayAnswer(SequencedMessage answer) {
        SummaryAnswer.parse(answer)
                .ifPresent(parsed -> unanswered.stream()
                        .filter(proposal -> proposal.sequenceNumber() == parsed.summarySequenceNumber())
                        .findFirst()
                        .ifPresent(proposal -> {
                            unanswered.remove(proposal);
                            parsed.version().ifPresent(version -> accepted(proposal, version));
                        }));
    }

    /** Returns the proposal that is to be answered next. */
    Optional<SummaryProposal> nextProposal() {
        return Optional.ofNullable(unanswered.peek());
    }

    /** The proposal was refused. */
    void refused(SummaryProposal proposal) {
        unanswered.remove(proposal);
    }

    /** The proposal became a version. */
    void accepted(SummaryProposal proposal, GitId version) {
        unanswered.remove(proposal);
        advanceTo(proposal.referenceSequenceNumber());
        protocolHead = proposal.referenceSequenceNumber();
        lastClientSummary = version;
        serviceParents.clear();
    }

    /** The service wrote a version of its own. */
    void serviceSummary(GitId version) {
        serviceParents.add(version);
        if (serviceParents.size() > MAX_SERVICE_PARENTS) {
            serviceParents.remove(0);
        }
    }

    /** Returns the quorum at the minimum sequence number or a little later. */
    ProtocolState protocol() {
        advance();
        return protocol;
    }

    long protocolHead() {
        return protocolHead;
    }

    Optional<GitId> lastClientSummary() {
        return Optional.ofNullable(lastClientSummary);
    }

    List<GitId> serviceParents() {
        return List.copyOf(serviceParents);
    }

    /**
     * Returns the quorum after the given op, or the kept one if that is later.
     *
     * @param sequenceNumber of an op that was followed
     */
    private ProtocolState protocolAt(long sequenceNumber) {
        return protocol.applyAll(afterProtocol.stream()
                .takeWhile(op -> op.sequenceNumber() <= sequenceNumber)
                .toList());
    }

    /** The kept quorum may follow up to this op; it does when that many ops wait that its copying costs each but little. */
    private void advanceTo(long sequenceNumber) {
        advanceTo = Math.max(advanceTo, sequenceNumber);
        long waiting = advanceTo - protocol.sequenceNumber();
        if (waiting >= Math.max(MIN_RUN, protocol.members().size())) {
            advance();
        }
    }

    private void advance() {
        List<SequencedMessage> run = new ArrayList<>();
        while (!afterProtocol.isEmpty() && afterProtocol.peek().sequenceNumber() <= advanceTo) {
            run.add(afterProtocol.remove());
        }
        protocol = protocol.applyAll(run);
    }

    private static SequencedMessage withoutBulk(SequencedMessage op) {
        return new SequencedMessage(
                op.clientId(),
                op.clientSequenceNumber(),
                op.type().equals(MessageType.PROPOSE) ? op.contents() : null,
                null,
                null,
                op.minimumSequenceNumber(),
                op.referenceSequenceNumber(),
                op.sequenceNumber(),
                op.timestampMs(),
                op.type(),
                op.type().equals(MessageType.JOIN) || op.type().equals(MessageType.LEAVE) ? op.data() : null);
    }
}
