package dev.sluice.server.summary;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A document that a client asks for, with its first summary (SVC §1.6).
 *
 * <p>Immutable.
 *
 * @param key the document's name
 * @param summary the application's first tree
 * @param sequenceNumber the sequence number it begins at
 * @param quorumValuesJson the approved values, UTF-8 JSON, kept as they came
 */
public record NewDocument(DocumentKey key, SummaryTree summary, long sequenceNumber, byte[] quorumValuesJson) {

    /**
     * Returns the one transaction that makes the document: objects, row, head and first checkpoint, all or nothing.
     *
     * <p>Pure, but for asking {@code ordering} for the checkpoint's bytes.
     *
     * @param attachments finds blobs that were uploaded before and are named by id
     * @throws SummaryTreeWriter.UnresolvedException if the summary names anything that does not exist
     * @throws IllegalArgumentException if the summary cannot stand in a Git tree
     */
    public Transaction plan(HandleResolver attachments, FirstState ordering, Instant now) {
        Transaction.Builder transaction = Transaction.builder();
        ObjectWriter objects = new ObjectWriter(key.tenant(), transaction);
        List<GitTreeEntry> entries = new ArrayList<>(new SummaryTreeWriter(objects, attachments).write(summary));
        entries.removeIf(entry -> entry.name().equals(ProtocolTree.NAME));
        GitId protocol = ProtocolTree.writeFirst(key.tenant(), sequenceNumber, quorumValuesJson, transaction);
        entries.add(new GitTreeEntry(ProtocolTree.NAME, GitObjectType.TREE, protocol));
        GitId commit = objects.commit(VersionCommits.newDocument(objects.tree(GitTree.of(entries)), now));
        byte[] state = ordering.initialState(sequenceNumber, quorumValuesJson, commit);
        return transaction
                .add(new Mutation.CreateDocument(new DocumentRow(key, now, sequenceNumber, null)))
                .add(new Mutation.SetRef(key.tenant(), RefName.headOf(key.document()), commit, Optional.empty()))
                .add(new Mutation.PutCheckpoint(key, state))
                .build();
    }
}
