package dev.sluice.server.ordering;

import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.RawJson;
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

    /** What a proposal takes beside its contents: sequence numbers and member names. */
    private static final long PROPOSAL_BYTES = 128;

    private final Deque<SequencedMessage> afterProtocol = new ArrayDeque<>();
    private final Deque<SummaryProposal> unanswered = new ArrayDeque<>();
    private final List<GitId> serviceParents;
    private ProtocolState protocol;
    private long advanceTo;
    /** What values and proposals hold, of the kept quorum and of the ops after it. */
    private long quorumBytes;
    /** The part of it that ops after the kept quorum proposed. */
    private long proposedBytes;

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
        this.quorumBytes = heldBytes(protocol);
    }

    /** Takes the next op. */
    void follow(SequencedMessage op) {
        afterProtocol.add(withoutBulk(op));
        if (op.type().equals(MessageType.PROPOSE)) {
            propose(proposedBytes(op.contents()));
        }
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

    /** Tells whether values and proposals, and what is proposed now, hold no more than so many bytes. */
    boolean hasRoomFor(DocumentMessage proposal, long maxBytes) {
        long room = maxBytes - proposedBytes(proposal.contents());
        if (quorumBytes > room) {
            advance();
        }
        return quorumBytes <= room;
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
        long proposed = 0;
        while (!afterProtocol.isEmpty() && afterProtocol.peek().sequenceNumber() <= advanceTo) {
            SequencedMessage op = afterProtocol.remove();
            run.add(op);
            if (op.type().equals(MessageType.PROPOSE)) {
                proposed += proposedBytes(op.contents());
            }
        }
        boolean mayChange = proposed > 0 || !protocol.proposals().isEmpty();
        protocol = protocol.applyAll(run);
        if (mayChange) {
            proposedBytes -= proposed;
            quorumBytes = heldBytes(protocol) + proposedBytes;
        }
    }

    private void propose(long bytes) {
        proposedBytes += bytes;
        quorumBytes += bytes;
    }

    /** Returns how much a proposal counts for, which is not less than it takes in a version. */
    private static long proposedBytes(@Nullable RawJson contents) {
        return PROPOSAL_BYTES + (contents == null ? 0 : contents.size());
    }

    private static long heldBytes(ProtocolState protocol) {
        long values =
                protocol.values().values().stream().mapToLong(RawJson::size).sum();
        long proposals = protocol.proposals().values().stream()
                .mapToLong(proposal -> proposedBytes(proposal.value()))
                .sum();
        return values + proposals;
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
