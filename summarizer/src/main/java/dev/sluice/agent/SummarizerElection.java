package dev.sluice.agent;

import dev.sluice.protocol.RawJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is expected to summarize, as every client works it out from the members of the quorum (runtime-formats §7.7, RT-083).
 *
 * <p>The <em>parent</em> is an interactive client; it opens a second connection that summarizes. The <em>elected</em> client is the
 * parent until such a connection has joined, and then that connection.
 *
 * <table>
 *   <caption>Transitions</caption>
 *   <tr><th>event</th><th>elected</th><th>parent</th></tr>
 *   <tr><td>first eligible client joins</td><td>that client</td><td>that client, unless it is a summarizer</td></tr>
 *   <tr><td>a summarizer joins, and the elected client is none</td><td>the summarizer</td><td>as before</td></tr>
 *   <tr><td>an interactive client joins, and there is no parent</td><td>as before</td><td>that client</td></tr>
 *   <tr><td>the elected summarizer leaves</td><td>the parent</td><td>as before</td></tr>
 *   <tr><td>the parent leaves</td><td>the new parent, if the parent was elected</td><td>the next younger, or else the eldest,
 *       interactive client</td></tr>
 *   <tr><td>nobody is elected, and an op is sequenced</td><td>the eldest interactive client</td><td>the same</td></tr>
 * </table>
 *
 * <p>Pure state machine; confined to one thread.
 *
 * @since 0.1
 */
public final class SummarizerElection {
    private final Map<String, Candidate> members = new LinkedHashMap<>();
    private @Nullable Candidate elected;
    private @Nullable Candidate parent;

    /**
     * A member of the quorum.
     *
     * @param clientId its name
     * @param kind what it says it is
     */
    public record Candidate(String clientId, Kind kind) {}

    /** What matters of a client. */
    public enum Kind {
        /** May become the parent; also a client that says nothing. */
        INTERACTIVE,
        /** Says that it summarizes. */
        SUMMARIZER,
        /** Nobody expects anything of it. */
        HEADLESS;

        /**
         * Returns what a member of a quorum says it is.
         *
         * @param client its description in the quorum, a JSON object
         */
        public static Kind of(RawJson client) {
            return QuorumCandidates.kind(client);
        }
    }

    /** The elected client. */
    public Optional<String> electedId() {
        return Optional.ofNullable(elected).map(Candidate::clientId);
    }

    /** The interactive client that is to see to it. */
    public Optional<String> parentId() {
        return Optional.ofNullable(parent).map(Candidate::clientId);
    }

    /** Brings the members up to date: first who left goes, then who came joins, oldest first. */
    public void update(Collection<Candidate> quorum) {
        Map<String, Candidate> now = new LinkedHashMap<>();
        quorum.forEach(candidate -> now.put(candidate.clientId(), candidate));
        List.copyOf(members.keySet()).stream()
                .filter(id -> !now.containsKey(id))
                .forEach(this::left);
        now.values().stream()
                .filter(candidate -> !members.containsKey(candidate.clientId()))
                .forEach(this::joined);
    }

    /** A client joined the quorum. */
    public void joined(Candidate candidate) {
        members.put(candidate.clientId(), candidate);
        if (candidate.kind() == Kind.HEADLESS) {
            return;
        }
        boolean isSummarizer = candidate.kind() == Kind.SUMMARIZER;
        if (elected == null || (elected.kind() != Kind.SUMMARIZER && isSummarizer)) {
            elect(candidate);
        } else if (parent == null && !isSummarizer) {
            parent = candidate;
        }
    }

    /** A client left it. */
    public void left(String clientId) {
        Candidate gone = members.get(clientId);
        if (gone == null) {
            return;
        }
        Candidate successor = gone.equals(parent) ? successorOf(gone) : parent;
        members.remove(clientId);
        if (gone.equals(elected)) {
            elect(successor);
        } else if (gone.equals(parent)) {
            parent = successor;
        }
    }

    /** Any op was sequenced: somebody must be elected if there is anybody to elect. */
    public void sequenced() {
        if (elected == null) {
            elect(eldest(members.values()));
        }
    }

    private void elect(@Nullable Candidate candidate) {
        elected = candidate;
        if (candidate == null || candidate.kind() != Kind.SUMMARIZER) {
            parent = candidate;
        }
    }

    private @Nullable Candidate successorOf(Candidate gone) {
        List<Candidate> all = new ArrayList<>(members.values());
        int place = all.indexOf(gone);
        Candidate younger = eldest(all.subList(place + 1, all.size()));
        return younger == null ? eldest(all.subList(0, place)) : younger;
    }

    private static @Nullable Candidate eldest(Collection<Candidate> candidates) {
        return candidates.stream()
                .filter(candidate -> candidate.kind() == Kind.INTERACTIVE)
                .findFirst()
                .orElse(null);
    }
}
