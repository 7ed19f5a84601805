package dev.sluice.server.ordering;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.MessageType;
import dev.sluice.server.storage.Mutation;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the summaries of one document, one after the other, and writes the service's own (SVC §4.8, §4.9).
 *
 * <p>Judging reads the store and so happens off the document's thread; the verdict comes back to it. A version becomes durable
 * in one transaction with the op that announces it: who sees the ack can load it. Every proposal is answered, whatever is in
 * it and whatever goes wrong. Confined to its document's thread.
 */
final class SummaryDesk {
    private static final Logger LOG = LoggerFactory.getLogger(SummaryDesk.class);

    private final DocumentKey key;
    private final DocumentEnvironment environment;
    private final DocumentThread thread;
    private final Scribe scribe;
    private final CommitPipeline pipeline;
    private final BiConsumer<String, byte[]> answer;
    private boolean isBusy;
    /** The op after which a version of the service's own is due; -1 if none is. */
    private long serviceSummaryDueAt = -1;

    /**
     * Creates the desk.
     *
     * @param answer sequences an op of the given type with the given payload
     */
    SummaryDesk(
            DocumentKey key,
            DocumentEnvironment environment,
            DocumentThread thread,
            Scribe scribe,
            CommitPipeline pipeline,
            BiConsumer<String, byte[]> answer) {
        this.key = key;
        this.environment = environment;
        this.thread = thread;
        this.scribe = scribe;
        this.pipeline = pipeline;
        this.answer = answer;
    }

    /** Everybody left with the given op. */
    void lastMemberLeft(long sequenceNumber) {
        if (environment.options().writesServiceSummaries()) {
            serviceSummaryDueAt = sequenceNumber;
        }
    }

    /** Tells whether nothing waits for an answer or to be written. */
    boolean isSettled() {
        return !isBusy && serviceSummaryDueAt < 0 && scribe.nextProposal().isEmpty();
    }

    /** Does what has become possible: what is judged must be durable. */
    void consider() {
        if (isBusy) {
            return;
        }
        long durable = pipeline.durableSequenceNumber();
        Optional<SummaryProposal> proposal = scribe.nextProposal();
        if (proposal.isPresent()) {
            if (proposal.get().sequenceNumber() <= durable) {
                judge(proposal.get());
            }
        } else if (serviceSummaryDueAt >= 0 && serviceSummaryDueAt <= durable) {
            writeServiceSummary(durable);
        }
    }

    private void judge(SummaryProposal proposal) {
        isBusy = true;
        SummaryJudge.Case question = new SummaryJudge.Case(
                proposal, scribe.protocolHead(), scribe.lastClientSummary(), scribe.serviceParents());
        thread.blocking(() -> environment
                        .store()
                        .read(view -> SummaryJudge.judge(
                                view,
                                key,
                                environment.options().trees(),
                                environment.sizes(),
                                question,
                                environment.clock().instant())))
                .whenComplete((verdict, failure) -> thread.execute(() -> {
                    if (failure != null) {
                        LOG.error(
                                "summary {} of document {} could not be judged",
                                proposal.sequenceNumber(),
                                key,
                                failure);
                        refuse(proposal, "The service could not check the summary");
                    } else if (verdict instanceof SummaryJudge.Verdict.Accepted accepted) {
                        accept(proposal, accepted.version());
                    } else if (verdict instanceof SummaryJudge.Verdict.Refused refused) {
                        refused.exceeded().ifPresent(environment.listener()::refused);
                        refuse(proposal, refused.why());
                    }
                }));
    }

    private void accept(SummaryProposal proposal, VersionDraft version) {
        scribe.accepted(proposal, version.commit());
        store(version.mutations());
        answer.accept(MessageType.SUMMARY_ACK, SummaryAnswer.ack(proposal, version.commit()));
    }

    private void refuse(SummaryProposal proposal, String why) {
        scribe.refused(proposal);
        store(List.of());
        answer.accept(MessageType.SUMMARY_NACK, SummaryAnswer.nack(proposal, why));
    }

    private void writeServiceSummary(long sequenceNumber) {
        isBusy = true;
        serviceSummaryDueAt = -1;
        long protocolHead = scribe.protocolHead();
        thread.blocking(() -> environment
                        .store()
                        .read(view -> VersionDraft.ofService(
                                view,
                                key,
                                protocolHead,
                                sequenceNumber,
                                environment.clock().instant())))
                .whenComplete((version, failure) -> thread.execute(() -> {
                    if (failure == null) {
                        scribe.serviceSummary(version.commit());
                        store(version.mutations());
                    } else {
                        // Nothing depends on this version: the ops it repeats are in the log.
                        LOG.warn("document {} gets no service summary at op {}", key, sequenceNumber, failure);
                        store(List.of());
                    }
                    pipeline.flushSoon();
                }));
    }

    /** What is judged next must see what this verdict changed, so the desk is busy until that is stored. */
    private void store(List<Mutation> mutations) {
        pipeline.add(mutations, () -> isBusy = false);
    }
}
