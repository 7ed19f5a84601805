package dev.sluice.server.ordering;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.JsonWriter;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.Transaction;
import dev.sluice.server.summary.ObjectWriter;
import dev.sluice.server.summary.ProtocolTree;
import dev.sluice.server.summary.TreeReader;
import dev.sluice.server.summary.VersionCommits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A version about to be stored: the objects, the commit, and the ref that will name it. Immutable.
 *
 * <p>Beside the application's entries stand three subtrees of the service's own: {@code .protocol}, the quorum; {@code
 * .logTail}, the ops since; {@code .serviceProtocol}, a note on the service's state that clients skip (SVC §4.8).
 *
 * @param commit the version's id
 * @param mutations what stores it
 */
record VersionDraft(GitId commit, List<Mutation> mutations) {
    private static final String LOG_TAIL = ".logTail";
    private static final String SERVICE_PROTOCOL = ".serviceProtocol";
    private static final Set<String> OWN_ENTRIES = Set.of(ProtocolTree.NAME, LOG_TAIL, SERVICE_PROTOCOL);

    /** How many ops a log tail holds, and how many bytes of them; what follows is read from the log itself. */
    private static final int MAX_LOG_TAIL = 2000;

    private static final int MAX_LOG_TAIL_BYTES = 1 << 20;

    /** Drafts the version that a client's accepted summary becomes. */
    static VersionDraft ofClient(
            StoreView view,
            DocumentKey key,
            Optional<GitId> ref,
            GitId appTree,
            List<GitId> parents,
            String message,
            SummaryJudge.Case accepted,
            Instant now) {
        Transaction.Builder into = Transaction.builder();
        ProtocolState protocol = accepted.proposal().protocol();
        GitId protocolTree = ProtocolTree.write(
                key.tenant(),
                protocol.minimumSequenceNumber(),
                protocol.sequenceNumber(),
                protocol.membersJson(),
                protocol.proposalsJson(),
                protocol.valuesJson(),
                into);
        long from = protocol.sequenceNumber();
        long to = accepted.proposal().sequenceNumber();
        GitTree tree = compose(view, key, appTree, Optional.of(protocolTree), from, to, into);
        return finish(key, ref, parents, message, tree, now, into);
    }

    /**
     * Drafts the version that the service itself writes when the last member left: as the newest one, with a longer log tail
     * (SVC §4.9).
     *
     * @param protocolHead the last op that the newest summary contains
     * @param lastSequenceNumber the newest op
     */
    static VersionDraft ofService(
            StoreView view, DocumentKey key, long protocolHead, long lastSequenceNumber, Instant now) {
        TreeReader reader = new TreeReader(view, key.tenant());
        GitId ref = view.ref(key.tenant(), RefName.headOf(key.document()))
                .orElseThrow(() -> new StoreException("document " + key + " has no version"));
        GitCommit newest = reader.commit(ref)
                .orElseThrow(
                        () -> new StoreException("version " + ref + " of document " + key + " is not in the store"));
        Transaction.Builder into = Transaction.builder();
        GitTree tree = compose(view, key, newest.tree(), Optional.empty(), protocolHead, lastSequenceNumber, into);
        String message = "Service Summary @" + lastSequenceNumber;
        return finish(key, Optional.of(ref), List.of(ref), message, tree, now, into);
    }

    private static GitTree compose(
            StoreView view,
            DocumentKey key,
            GitId baseTree,
            Optional<GitId> protocolTree,
            long fromExclusive,
            long toInclusive,
            Transaction.Builder into) {
        ObjectWriter objects = new ObjectWriter(key.tenant(), into);
        List<GitTreeEntry> entries = new ArrayList<>();
        GitTree base = new TreeReader(view, key.tenant())
                .tree(baseTree)
                .orElseThrow(() -> new StoreException("tree " + baseTree + " is not in the store"));
        for (GitTreeEntry entry : base.entries()) {
            boolean keepsProtocol = entry.name().equals(ProtocolTree.NAME) && protocolTree.isEmpty();
            if (keepsProtocol || !OWN_ENTRIES.contains(entry.name())) {
                entries.add(entry);
            }
        }
        protocolTree.ifPresent(id -> entries.add(new GitTreeEntry(ProtocolTree.NAME, GitObjectType.TREE, id)));
        entries.add(subtree(objects, LOG_TAIL, "logTail", logTail(view, key, fromExclusive, toInclusive)));
        entries.add(subtree(objects, SERVICE_PROTOCOL, "scribe", note(fromExclusive, toInclusive)));
        return GitTree.of(entries);
    }

    private static VersionDraft finish(
            DocumentKey key,
            Optional<GitId> ref,
            List<GitId> parents,
            String message,
            GitTree tree,
            Instant now,
            Transaction.Builder into) {
        ObjectWriter objects = new ObjectWriter(key.tenant(), into);
        GitId commit = objects.commit(VersionCommits.summary(objects.tree(tree), parents, message, now));
        into.add(new Mutation.SetRef(key.tenant(), RefName.headOf(key.document()), commit, ref));
        return new VersionDraft(commit, into.build().mutations());
    }

    private static GitTreeEntry subtree(ObjectWriter objects, String name, String blobName, byte[] blob) {
        GitTree tree = GitTree.of(List.of(new GitTreeEntry(blobName, GitObjectType.BLOB, objects.blob(blob))));
        return new GitTreeEntry(name, GitObjectType.TREE, objects.tree(tree));
    }

    private static byte[] logTail(StoreView view, DocumentKey key, long fromExclusive, long toInclusive) {
        JsonWriter out = new JsonWriter(4096).ascii("[");
        int[] count = {0};
        view.ops(key, fromExclusive, toInclusive + 1, (number, json) -> {
            if (out.size() + json.remaining() > MAX_LOG_TAIL_BYTES) {
                return false;
            }
            byte[] op = new byte[json.remaining()];
            json.get(op);
            out.ascii(count[0] == 0 ? "" : ",").raw(op);
            return ++count[0] < MAX_LOG_TAIL;
        });
        return out.ascii("]").toBytes();
    }

    private static byte[] note(long protocolHead, long sequenceNumber) {
        return new JsonWriter(96)
                .ascii("{\"protocolHead\":")
                .number(protocolHead)
                .ascii(",\"sequenceNumber\":")
                .number(sequenceNumber)
                .ascii("}")
                .toBytes();
    }
}
