package dev.sluice.server.ordering;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.git.GitId;
import dev.sluice.server.config.Limit;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.summary.Completeness;
import dev.sluice.server.summary.TreeLimits;
import dev.sluice.server.summary.TreeReader;
import dev.sluice.server.summary.TreeSizes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a proposed summary becomes the document's newest version (SVC §4.8).
 *
 * <p>The first check that fails decides:
 *
 * <pre>
 *   contents     are a proposal
 *   progress     it contains more than the newest summary
 *   head         is a version that a client may believe to be the newest
 *   parents      are commits of the store
 *   reference    is not below the quorum that is kept
 *   handle       names a tree, and everything below it is in the store
 * </pre>
 *
 * <p>A function of the view and its arguments.
 */
final class SummaryJudge {
    private final StoreView view;
    private final DocumentKey key;
    private final TreeReader reader;
    private final TreeLimits limits;
    private final TreeSizes sizes;
    private final Case question;

    /**
     * What is to be judged, as the scribe knew it when the proposal became due.
     *
     * @param proposal the summarize op
     * @param protocolHead the last op that the newest summary contains
     * @param lastClientSummary the newest version written for a client
     * @param serviceParents versions written by the service since then
     */
    record Case(
            SummaryProposal proposal,
            long protocolHead,
            Optional<GitId> lastClientSummary,
            List<GitId> serviceParents) {}

    /** The outcome. */
    sealed interface Verdict {
        /** The summary is a version once {@code version} is stored. */
        record Accepted(VersionDraft version) implements Verdict {}

        /**
         * The summary is refused.
         *
         * @param exceeded the limit it is over, if that is why
         */
        record Refused(String why, Optional<Limit> exceeded) implements Verdict {
            Refused(String why) {
                this(why, Optional.empty());
            }
        }
    }

    private SummaryJudge(StoreView view, DocumentKey key, TreeLimits limits, TreeSizes sizes, Case question) {
        this.view = view;
        this.key = key;
        this.reader = new TreeReader(view, key.tenant());
        this.limits = limits;
        this.sizes = sizes;
        this.question = question;
    }

    static Verdict judge(
            StoreView view, DocumentKey key, TreeLimits limits, TreeSizes sizes, Case question, Instant now) {
        return new SummaryJudge(view, key, limits, sizes, question).judge(now);
    }

    private Verdict judge(Instant now) {
        Optional<SummaryProposal.Body> parsed = question.proposal().body();
        if (parsed.isEmpty()) {
            return new Verdict.Refused("The summary's contents are not a summary proposal");
        }
        SummaryProposal.Body body = parsed.get();
        Optional<GitId> ref = view.ref(key.tenant(), RefName.headOf(key.document()));
        Optional<Verdict.Refused> objection = progressObjection()
                .or(() -> headObjection(body.head(), ref))
                .or(() -> parentsObjection(body.parents()))
                .or(this::referenceObjection)
                .or(() -> handleObjection(body.handle(), ref));
        if (objection.isPresent()) {
            return objection.get();
        }
        List<GitId> parents = body.parents().stream().map(GitId::parse).toList();
        return new Verdict.Accepted(VersionDraft.ofClient(
                view, key, ref, GitId.parse(body.handle()), parents, body.message(), question, now));
    }

    private Optional<Verdict.Refused> progressObjection() {
        long contains = question.proposal().protocol().sequenceNumber();
        return contains > question.protocolHead()
                ? Optional.empty()
                : refused("The summary contains ops up to " + contains + "; the newest summary contains them up to "
                        + question.protocolHead());
    }

    private Optional<Verdict.Refused> headObjection(String head, Optional<GitId> ref) {
        List<GitId> acceptable = new ArrayList<>(question.serviceParents());
        question.lastClientSummary().ifPresent(acceptable::add);
        ref.ifPresent(acceptable::add);
        boolean known = ref.isPresent() && acceptable.stream().map(GitId::toHex).anyMatch(head::equals);
        if (known || (head.isEmpty() && ref.isEmpty())) {
            return Optional.empty();
        }
        String actual =
                question.lastClientSummary().or(() -> ref).map(GitId::toHex).orElse("");
        return refused(
                "Proposed parent summary \"" + head + "\" does not match actual parent summary \"" + actual + "\".");
    }

    private Optional<Verdict.Refused> parentsObjection(List<String> parents) {
        boolean allThere = parents.stream()
                .allMatch(parent -> GitId.isGitId(parent)
                        && reader.commit(GitId.parse(parent)).isPresent());
        return allThere ? Optional.empty() : refused("One or more parent summaries are invalid");
    }

    private Optional<Verdict.Refused> referenceObjection() {
        long reference = question.proposal().referenceSequenceNumber();
        long kept = question.proposal().protocol().sequenceNumber();
        return reference >= kept
                ? Optional.empty()
                : refused("Proposed summary reference sequence number " + reference
                        + " is less than current sequence number " + kept);
    }

    private Optional<Verdict.Refused> handleObjection(String handle, Optional<GitId> ref) {
        if (!GitId.isGitId(handle)) {
            return refused("The summary's handle is not the id of a tree");
        }
        Completeness.Verdict verdict = Completeness.check(view, key.tenant(), GitId.parse(handle), ref, limits, sizes);
        if (verdict instanceof Completeness.Verdict.Missing missing) {
            String where =
                    missing.path().isEmpty() ? "The summary's tree " : "\"" + missing.path() + "\" of the summary, ";
            return refused(where + missing.id() + ", was not uploaded");
        }
        if (verdict instanceof Completeness.Verdict.TooLarge tooLarge) {
            String where = tooLarge.path().isEmpty() ? "" : " at \"" + tooLarge.path() + "\"";
            String why = "The summary's tree is too deep or too large" + where;
            return Optional.of(new Verdict.Refused(why, Optional.of(tooLarge.exceeded())));
        }
        return Optional.empty();
    }

    private static Optional<Verdict.Refused> refused(String why) {
        return Optional.of(new Verdict.Refused(why));
    }
}
