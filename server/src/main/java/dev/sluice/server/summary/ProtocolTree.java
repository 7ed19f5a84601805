package dev.sluice.server.summary;

import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.server.storage.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The subtree in which a version keeps the protocol's state: where the version stands in the op log, and its quorum.
 *
 * <p>Clients begin replaying ops after the sequence number named here (SVC §5).
 */
public final class ProtocolTree {
    /** The subtree's name beside the application's own entries. */
    public static final String NAME = ".protocol";

    private static final byte[] EMPTY_LIST = "[]".getBytes(StandardCharsets.US_ASCII);

    private ProtocolTree() {}

    /**
     * Adds the four blobs and the tree of them to a transaction.
     *
     * @param quorumMembersJson {@code [[clientId,{client,sequenceNumber}]…]} in UTF-8
     * @param quorumProposalsJson the open proposals, in UTF-8
     * @param quorumValuesJson the approved values, {@code [[key,{…}]…]} in UTF-8
     * @return the id of the tree
     */
    public static GitId write(
            TenantId tenant,
            long minimumSequenceNumber,
            long sequenceNumber,
            byte[] quorumMembersJson,
            byte[] quorumProposalsJson,
            byte[] quorumValuesJson,
            Transaction.Builder into) {
        ObjectWriter objects = new ObjectWriter(tenant, into);
        return objects.tree(GitTree.of(List.of(
                entry("attributes", objects.blob(attributes(minimumSequenceNumber, sequenceNumber))),
                entry("quorumMembers", objects.blob(quorumMembersJson)),
                entry("quorumProposals", objects.blob(quorumProposalsJson)),
                entry("quorumValues", objects.blob(quorumValuesJson)))));
    }

    /** Adds the subtree of a new document, which nobody has joined yet, and returns its id. */
    static GitId writeFirst(TenantId tenant, long sequenceNumber, byte[] quorumValuesJson, Transaction.Builder into) {
        return write(tenant, sequenceNumber, sequenceNumber, EMPTY_LIST, EMPTY_LIST, quorumValuesJson, into);
    }

    private static byte[] attributes(long minimumSequenceNumber, long sequenceNumber) {
        String json =
                "{\"minimumSequenceNumber\":" + minimumSequenceNumber + ",\"sequenceNumber\":" + sequenceNumber + "}";
        return json.getBytes(StandardCharsets.US_ASCII);
    }

    private static GitTreeEntry entry(String name, GitId blob) {
        return new GitTreeEntry(name, GitObjectType.BLOB, blob);
    }
}
