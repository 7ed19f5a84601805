package dev.sluice.server.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * Small questions to a store, each answered in a snapshot of its own, so that none stays open long.
 *
 * <p>Safe for use by many threads.
 */
final class StoreReader {
    private final Store store;

    StoreReader(Store store) {
        this.store = store;
    }

    /** A version of a document. Immutable. */
    record Version(GitId id, GitCommit commit) {
        /** Tells whether the service wrote it by itself, without a client's summary (SVC §4.9). */
        boolean isServiceSummary() {
            return commit.message().startsWith("Service Summary @");
        }
    }

    /** An op as it is stored. */
    record Op(long sequenceNumber, byte[] json) {}

    /** A row and the newest op's number, from one snapshot. Immutable. */
    record Document(DocumentRow row, long lastSequenceNumber) {}

    Document document(DocumentKey key) {
        return store.read(view -> view.document(key).map(row -> new Document(row, view.lastSequenceNumber(key))))
                .orElseThrow(() -> AdminException.notFound("there is no document " + key));
    }

    List<Document> documents(Optional<TenantId> tenant) {
        return store.read(view -> {
            List<DocumentRow> rows = new ArrayList<>();
            view.documents(row -> {
                if (tenant.map(row.key().tenant()::equals).orElse(true)) {
                    rows.add(row);
                }
            });
            return rows.stream()
                    .map(row -> new Document(row, view.lastSequenceNumber(row.key())))
                    .toList();
        });
    }

    /** Returns up to {@code max} ops after {@code fromExclusive} and before {@code toExclusive}. */
    List<Op> ops(DocumentKey key, long fromExclusive, long toExclusive, int max) {
        return store.read(view -> {
            List<Op> page = new ArrayList<>();
            view.ops(key, fromExclusive, toExclusive, (sequenceNumber, json) -> {
                byte[] copy = new byte[json.remaining()];
                json.get(copy);
                page.add(new Op(sequenceNumber, copy));
                return page.size() < max;
            });
            return page;
        });
    }

    /**
     * Returns the versions of a document along first parents, newest first, as far as they are kept; none if it has no head.
     */
    List<Version> versions(DocumentKey key) {
        Optional<GitId> next = store.read(view -> view.ref(key.tenant(), RefName.headOf(key.document())));
        List<Version> versions = new ArrayList<>();
        Set<GitId> seen = new HashSet<>();
        while (next.isPresent() && seen.add(next.get())) {
            Version version = version(key.tenant(), next.get());
            versions.add(version);
            next = version.commit().parents().stream()
                    .findFirst()
                    .filter(parent -> store.read(view -> view.contains(key.tenant(), parent)));
        }
        return versions;
    }

    Version version(TenantId tenant, GitId id) {
        return new Version(id, parsed(tenant, id, GitObjectType.COMMIT, GitCommit::parse));
    }

    GitTree tree(TenantId tenant, GitId id) {
        return parsed(tenant, id, GitObjectType.TREE, GitTree::parse);
    }

    /** Returns the size of an object, or nothing if the store lacks it. */
    OptionalLong size(TenantId tenant, GitId id) {
        return store.read(view -> view.object(tenant, id)
                .map(object -> OptionalLong.of(object.size()))
                .orElseGet(OptionalLong::empty));
    }

    /** Returns the bytes of a blob that is known to be small enough. */
    byte[] blob(TenantId tenant, GitId id) {
        return read(tenant, id, object -> {
            requireType(id, object, GitObjectType.BLOB);
            return bytes(object);
        });
    }

    /** Opens a blob of any size; it must be closed. */
    InputStream openBlob(TenantId tenant, GitId id) throws IOException {
        StoredObject.Content content = read(
                tenant,
                id,
                object -> object.content() instanceof StoredObject.Content.InFile
                        ? object.content()
                        : new StoredObject.Content.Inline(ByteBuffer.wrap(bytes(object))));
        if (content instanceof StoredObject.Content.InFile file) {
            return Files.newInputStream(file.path());
        }
        return new java.io.ByteArrayInputStream(
                ((StoredObject.Content.Inline) content).bytes().array());
    }

    /** Returns the sequence number a version stands at, as its protocol attributes say. */
    OptionalLong sequenceNumber(TenantId tenant, Version version) {
        Optional<GitTreeEntry> attributes = tree(tenant, version.commit().tree())
                .entry(".protocol")
                .flatMap(protocol -> tree(tenant, protocol.id()).entry("attributes"));
        if (attributes.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            JsonNode json = Json.parse(blob(tenant, attributes.get().id()));
            JsonNode number = json.path("sequenceNumber");
            return number.isIntegralNumber() ? OptionalLong.of(number.asLong()) : OptionalLong.empty();
        } catch (IOException notJson) {
            return OptionalLong.empty();
        }
    }

    private <T> T parsed(TenantId tenant, GitId id, GitObjectType type, Function<ByteBuffer, T> parser) {
        return read(tenant, id, object -> {
            requireType(id, object, type);
            return parser.apply(ByteBuffer.wrap(bytes(object)));
        });
    }

    private <T> T read(TenantId tenant, GitId id, Function<StoredObject, T> reader) {
        return store.read(view -> reader.apply(view.object(tenant, id)
                .orElseThrow(() -> AdminException.failed(
                        "object " + id + " is absent from the store; run \"sluice doc verify\""))));
    }

    private static void requireType(GitId id, StoredObject object, GitObjectType expected) {
        if (object.type() != expected) {
            throw AdminException.badRequest(
                    "object " + id + " is a " + object.type().wireName() + "; expected a " + expected.wireName());
        }
    }

    private static byte[] bytes(StoredObject object) {
        if (object.content() instanceof StoredObject.Content.InFile file) {
            try {
                return Files.readAllBytes(file.path());
            } catch (IOException unreadable) {
                throw AdminException.failed("cannot read " + file.path() + ": " + unreadable.getMessage());
            }
        }
        ByteBuffer content = ((StoredObject.Content.Inline) object.content()).bytes();
        byte[] copy = new byte[content.remaining()];
        content.duplicate().get(copy);
        return copy;
    }
}
