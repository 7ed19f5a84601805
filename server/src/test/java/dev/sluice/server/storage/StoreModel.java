package dev.sluice.server.storage;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a store should hold, kept in the plainest way: maps that are copied before each transaction.
 *
 * <p>Its {@link #describe} and that of a real store are compared line by line.
 */
final class StoreModel {
    private Map<DocumentKey, Doc> documents = new TreeMap<>(Comparator.comparing(DocumentKey::toString));
    private Map<String, GitId> refs = new TreeMap<>();
    private Map<String, byte[]> objects = new TreeMap<>();

    private record Doc(
            long base,
            boolean deleted,
            List<String> ops,
            @Nullable String checkpoint) {
        long last() {
            return base + ops.size();
        }
    }

    long last(DocumentKey key) {
        Doc document = documents.get(key);
        return document == null ? -1 : document.last();
    }

    Optional<GitId> ref(TenantId tenant, RefName name) {
        return Optional.ofNullable(refs.get(tenant + " " + name));
    }

    /** Carries out {@code changes}; if one fails, none takes effect and its exception is returned. */
    @Nullable
    Class<? extends StoreException> apply(List<Consumer<StoreModel>> changes) {
        StoreModel before = copy();
        try {
            changes.forEach(change -> change.accept(this));
            return null;
        } catch (StoreException failed) {
            documents = before.documents;
            refs = before.refs;
            objects = before.objects;
            return failed.getClass();
        }
    }

    void create(DocumentKey key, long base) {
        if (documents.containsKey(key)) {
            throw new DocumentExistsException(key);
        }
        documents.put(key, new Doc(base, false, List.of(), null));
    }

    void delete(DocumentKey key) {
        Doc document = require(key);
        documents.put(key, new Doc(document.base, true, document.ops, document.checkpoint));
    }

    void undelete(DocumentKey key) {
        Doc document = require(key);
        if (!document.deleted) {
            throw new PreconditionFailedException("live");
        }
        documents.put(key, new Doc(document.base, false, document.ops, document.checkpoint));
    }

    void erase(DocumentKey key) {
        if (!require(key).deleted) {
            throw new PreconditionFailedException("live");
        }
        documents.remove(key);
        refs.remove(key.tenant() + " " + RefName.headOf(key.document()));
    }

    void append(DocumentKey key, long first, List<byte[]> added) {
        Doc document = require(key);
        if (first != document.last() + 1) {
            throw new SequenceConflictException(key, first, document.last());
        }
        List<String> ops = new ArrayList<>(document.ops);
        added.forEach(op -> ops.add(new String(op, StandardCharsets.UTF_8)));
        documents.put(key, new Doc(document.base, document.deleted, ops, document.checkpoint));
    }

    void checkpoint(DocumentKey key, byte[] state) {
        Doc document = require(key);
        String text = new String(state, StandardCharsets.UTF_8);
        documents.put(key, new Doc(document.base, document.deleted, document.ops, text));
    }

    void object(TenantId tenant, GitId id, byte[] body) {
        objects.put(tenant + " " + id, body);
    }

    void setRef(TenantId tenant, RefName name, GitId target, Optional<GitId> expected) {
        if (expected.isPresent() && !expected.equals(ref(tenant, name))) {
            throw new PreconditionFailedException("ref");
        }
        refs.put(tenant + " " + name, target);
    }

    void deleteRef(TenantId tenant, RefName name) {
        refs.remove(tenant + " " + name);
    }

    /** Returns one line for each thing that is there. */
    List<String> describe() {
        List<String> lines = new ArrayList<>();
        documents.forEach((key, document) -> lines.add("document " + key + " base " + document.base
                + (document.deleted ? " deleted " : " live ") + document.last() + " " + document.ops + " "
                + document.checkpoint));
        refs.forEach((name, target) -> lines.add("ref " + name + " " + target));
        objects.forEach((name, body) -> lines.add("object " + name + " " + digest(body)));
        return lines;
    }

    /** Returns what {@link #describe} would, read from a store through every way of reading. */
    static List<String> describe(Store store, List<TenantId> tenants) {
        return store.read(view -> {
            List<String> lines = new ArrayList<>();
            view.documents(row -> lines.add(describe(view, row)));
            for (TenantId tenant : tenants) {
                view.refs(tenant, (name, target) -> {
                    if (!view.ref(tenant, name).orElseThrow().equals(target)) {
                        throw new AssertionError(name);
                    }
                    lines.add("ref " + tenant + " " + name + " " + target);
                });
            }
            for (TenantId tenant : tenants) {
                view.objects(tenant, id -> {
                    byte[] body = StoreFixture.content(view.object(tenant, id).orElseThrow());
                    lines.add("object " + tenant + " " + id + " " + digest(body));
                });
            }
            return lines;
        });
    }

    private static String describe(StoreView view, DocumentRow row) {
        List<String> ops = new ArrayList<>();
        view.ops(row.key(), row.baseSequenceNumber(), Long.MAX_VALUE, (number, json) -> {
            if (number != row.baseSequenceNumber() + ops.size() + 1) {
                throw new AssertionError("op " + number + " after " + ops.size());
            }
            return ops.add(StoreFixture.text(json));
        });
        String checkpoint = view.checkpoint(row.key())
                .map(state -> new String(state, StandardCharsets.UTF_8))
                .orElse(null);
        return "document " + row.key() + " base " + row.baseSequenceNumber()
                + (row.isDeleted() ? " deleted " : " live ") + view.lastSequenceNumber(row.key()) + " " + ops + " "
                + checkpoint;
    }

    private static String digest(byte[] body) {
        return body.length + "/" + HexFormat.of().toHexDigits(Arrays.hashCode(body));
    }

    private Doc require(DocumentKey key) {
        Doc document = documents.get(key);
        if (document == null) {
            throw new PreconditionFailedException("unknown");
        }
        return document;
    }

    private StoreModel copy() {
        StoreModel copy = new StoreModel();
        copy.documents.putAll(documents);
        copy.refs.putAll(refs);
        copy.objects.putAll(objects);
        return copy;
    }
}
