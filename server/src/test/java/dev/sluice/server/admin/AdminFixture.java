package dev.sluice.server.admin;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitSignature;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** A document with two versions, an attachment and a few ops, as a server would have stored it. */
final class AdminFixture {
    private static final String STATE =
            "{\"version\":1,\"sequenceNumber\":0,\"minimumSequenceNumber\":0,\"timestamp\":0,"
                    + "\"clients\":[],\"protocol\":{\"sequenceNumber\":0,\"minimumSequenceNumber\":0,\"members\":[],"
                    + "\"proposals\":[],\"values\":[]},\"protocolHead\":0,\"serviceParents\":[]}";

    static final TenantId TENANT = new TenantId("acme");
    static final DocumentKey DOC = DocumentKey.of("acme", "doc 1%");
    static final Instant CREATED = Instant.parse("2026-11-21T06:57:00.123Z");
    static final byte[] ATTACHMENT = {1, 2, 3, 0, (byte) 0xff};
    static final int OPS = 2500;

    private final Transaction.Builder transaction = Transaction.builder();

    private AdminFixture() {}

    /** Stores the document and returns its two versions, oldest first. */
    static List<GitId> populate(Store store) {
        AdminFixture fixture = new AdminFixture();
        fixture.transaction.add(new Mutation.CreateDocument(new DocumentRow(DOC, CREATED, 0, null)));
        GitId first = fixture.commit(
                "New document",
                List.of(),
                fixture.tree(
                        Map.of(
                                ".protocol", fixture.protocol(0),
                                "%2Fa", fixture.tree(Map.of("header", fixture.blob("{\"x\":\"ü\"}")))),
                        Map.of()));
        GitId second = fixture.commit(
                "summary",
                List.of(first),
                fixture.tree(
                        Map.of(
                                ".protocol", fixture.protocol(3),
                                ".logTail", fixture.tree(Map.of("logTail", fixture.blob("[]"))),
                                ".blobs",
                                        fixture.tree(Map.of(
                                                "0", fixture.blob(ATTACHMENT), ".redirectTable", fixture.blob("[]")))),
                        Map.of(".metadata", fixture.blob("{}"))));
        fixture.transaction.add(new Mutation.SetRef(TENANT, RefName.headOf(DOC.document()), second, Optional.empty()));
        fixture.transaction.add(new Mutation.AppendOps(
                DOC,
                1,
                LongStream.rangeClosed(1, OPS).mapToObj(AdminFixture::op).toList()));
        fixture.transaction.add(new Mutation.PutCheckpoint(DOC, STATE.getBytes(StandardCharsets.UTF_8)));
        store.write(fixture.transaction.build()).join();
        return List.of(first, second);
    }

    static byte[] op(long number) {
        return op(number, number, number / 2);
    }

    static byte[] op(long number, long reference, long minimum) {
        return ("{\"clientId\":\"c\",\"sequenceNumber\":" + number + ",\"minimumSequenceNumber\":" + minimum
                        + ",\"referenceSequenceNumber\":" + reference + ",\"type\":\"op\",\"contents\":\"{}\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private GitId protocol(long sequenceNumber) {
        return tree(
                Map.of("attributes", blob("{\"minimumSequenceNumber\":0,\"sequenceNumber\":" + sequenceNumber + "}")));
    }

    private GitId blob(String text) {
        return blob(text.getBytes(StandardCharsets.UTF_8));
    }

    private GitId blob(byte[] bytes) {
        return put(GitObjectType.BLOB, bytes);
    }

    private GitId tree(Map<String, GitId> blobs) {
        return tree(Map.of(), blobs);
    }

    private GitId tree(Map<String, GitId> trees, Map<String, GitId> blobs) {
        List<GitTreeEntry> entries = new ArrayList<>();
        new TreeMap<>(trees).forEach((name, id) -> entries.add(new GitTreeEntry(name, GitObjectType.TREE, id)));
        new TreeMap<>(blobs).forEach((name, id) -> entries.add(new GitTreeEntry(name, GitObjectType.BLOB, id)));
        return put(GitObjectType.TREE, GitTree.of(entries).toBytes());
    }

    private GitId commit(String message, List<GitId> parents, GitId tree) {
        GitSignature service = new GitSignature("Service", "service@example.org", CREATED);
        return put(GitObjectType.COMMIT, new GitCommit(tree, parents, service, service, message).toBytes());
    }

    private GitId put(GitObjectType type, byte[] body) {
        GitId id = GitHash.of(type, body);
        transaction.add(new Mutation.PutObject(TENANT, id, type, body));
        return id;
    }
}
