package dev.sluice.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;

/** Small verbs for tests of stores. */
public final class StoreFixture {
    public static final TenantId TENANT = new TenantId("acme");
    public static final DocumentKey DOC = DocumentKey.of("acme", "doc");
    public static final Instant CREATED = Instant.ofEpochMilli(1_700_000_000_123L);
    public static final Instant ERASE_AFTER = Instant.ofEpochMilli(1_800_000_000_456L);

    private static final long DEADLINE_S = 60;

    private StoreFixture() {}

    /** Submits and waits; a failure of the transaction is thrown as itself. */
    public static void commit(Store store, Mutation... mutations) {
        await(store.write(Transaction.of(mutations)));
    }

    /** Waits for a write; its failure is thrown as itself. */
    public static void await(CompletableFuture<Void> written) {
        try {
            written.get(DEADLINE_S, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(failed);
        } catch (InterruptedException | TimeoutException late) {
            throw new AssertionError("a write did not finish in time", late);
        }
    }

    public static Mutation newDocument(DocumentKey key) {
        return newDocument(key, 0);
    }

    public static Mutation newDocument(DocumentKey key, long base) {
        return new Mutation.CreateDocument(new DocumentRow(key, CREATED, base, null));
    }

    /** Returns ops whose JSON names their sequence number. */
    public static Mutation.AppendOps append(DocumentKey key, long first, int count) {
        List<byte[]> ops = LongStream.range(first, first + count)
                .mapToObj(StoreFixture::opJson)
                .toList();
        return new Mutation.AppendOps(key, first, ops);
    }

    public static byte[] opJson(long sequenceNumber) {
        return bytes("{\"sequenceNumber\":" + sequenceNumber + ",\"contents\":\"op\"}");
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    public static GitId blobId(byte[] body) {
        return GitHash.of(GitObjectType.BLOB, body);
    }

    public static Mutation.PutObject blob(byte[] body) {
        return new Mutation.PutObject(TENANT, blobId(body), GitObjectType.BLOB, body);
    }

    /** Returns a sealed spool's adoption. */
    public static Mutation.AdoptSpool adopt(Store store, TenantId tenant, byte[] content) {
        BlobSpool spool = store.spool();
        spool.write(ByteBuffer.wrap(content));
        assertThat(spool.seal()).isEqualTo(blobId(content));
        return new Mutation.AdoptSpool(tenant, spool);
    }

    /** Returns the stored ops between the bounds, both exclusive, as {@code number:json}. */
    public static List<String> ops(Store store, DocumentKey key, long from, long to) {
        return store.read(view -> {
            List<String> found = new ArrayList<>();
            view.ops(key, from, to, (number, json) -> found.add(number + ":" + text(json)));
            return found;
        });
    }

    /** Returns what {@link #ops} gives for ops made by {@link #append}. */
    public static List<String> expectedOps(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(number -> number + ":" + new String(opJson(number), StandardCharsets.UTF_8))
                .toList();
    }

    public static Optional<DocumentRow> document(Store store, DocumentKey key) {
        return store.read(view -> view.document(key));
    }

    public static long lastSequenceNumber(Store store, DocumentKey key) {
        return store.read(view -> view.lastSequenceNumber(key));
    }

    public static Optional<byte[]> checkpoint(Store store, DocumentKey key) {
        return store.read(view -> view.checkpoint(key));
    }

    public static Optional<GitId> ref(Store store, TenantId tenant, RefName name) {
        return store.read(view -> view.ref(tenant, name));
    }

    public static boolean contains(Store store, TenantId tenant, GitId id) {
        return store.read(view -> view.contains(tenant, id));
    }

    /** Returns the bytes of a tenant's object. */
    public static Optional<byte[]> readObject(Store store, TenantId tenant, GitId id) {
        return store.read(view -> view.object(tenant, id).map(StoreFixture::content));
    }

    /** Returns the bytes of an object, wherever they are. */
    public static byte[] content(StoredObject object) {
        byte[] bytes;
        if (object.content() instanceof StoredObject.Content.Inline inline) {
            bytes = new byte[inline.bytes().remaining()];
            inline.bytes().get(bytes);
        } else if (object.content() instanceof StoredObject.Content.InFile file) {
            bytes = read(file);
        } else {
            throw new AssertionError("unknown content");
        }
        assertThat(object.size()).isEqualTo(bytes.length);
        return bytes;
    }

    private static byte[] read(StoredObject.Content.InFile file) {
        try {
            return Files.readAllBytes(file.path());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
