package dev.sluice.server.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.server.admin.StoreReader.Document;
import dev.sluice.server.admin.StoreReader.Op;
import dev.sluice.server.admin.StoreReader.Version;
import dev.sluice.server.storage.Store;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Tells what a store keeps, in lines of JSON; the members of the lines are part of the stable interface.
 *
 * <p>Safe for use by many threads.
 */
final class DocumentBrowser {
    private static final int PAGE_OPS = 1000;

    private final StoreReader reader;

    DocumentBrowser(Store store) {
        this.reader = new StoreReader(store);
    }

    /** Tells of every document, or of those of one tenant. */
    void list(Optional<TenantId> tenant, Lines lines) throws IOException {
        for (Document document : reader.documents(tenant)) {
            lines.line(Json.bytes(describe(document)));
        }
    }

    /** Tells what is known of one document, its versions included. */
    void show(DocumentKey key, Lines lines) throws IOException {
        ObjectNode shown = describe(reader.document(key));
        ArrayNode versions = shown.putArray("versions");
        for (Version version : reader.versions(key)) {
            ObjectNode line = versions.addObject();
            line.put("id", version.id().toHex());
            line.put("tree", version.commit().tree().toHex());
            line.put("date", version.commit().committer().date().toString());
            line.put("message", version.commit().message().strip());
            reader.sequenceNumber(key.tenant(), version).ifPresent(number -> line.put("sequenceNumber", number));
        }
        lines.line(Json.bytes(shown));
    }

    /** Hands over the ops between two sequence numbers, both exclusive, as they are stored. */
    void ops(DocumentKey key, long fromExclusive, long toExclusive, Lines lines) throws IOException {
        reader.document(key);
        long from = fromExclusive;
        List<Op> page;
        do {
            page = reader.ops(key, from, toExclusive, PAGE_OPS);
            for (Op op : page) {
                lines.line(op.json());
                from = op.sequenceNumber();
            }
        } while (page.size() == PAGE_OPS);
    }

    /** Tells of every entry of a version's tree, a tree before what is in it; without a version, of the newest one's. */
    void tree(DocumentKey key, Optional<GitId> version, Lines lines) throws IOException {
        reader.document(key);
        Version shown = version.map(id -> reader.version(key.tenant(), id)).orElseGet(() -> newest(key));
        tree(key.tenant(), shown.commit().tree(), "", lines);
    }

    private Version newest(DocumentKey key) {
        return reader.versions(key).stream()
                .findFirst()
                .orElseThrow(() -> AdminException.notFound("document " + key + " has no version"));
    }

    private void tree(TenantId tenant, GitId id, String prefix, Lines lines) throws IOException {
        for (GitTreeEntry entry : reader.tree(tenant, id).entries()) {
            ObjectNode line = Json.object();
            line.put("path", prefix + entry.name());
            line.put("type", entry.type().wireName());
            line.put("id", entry.id().toHex());
            reader.size(tenant, entry.id())
                    .ifPresentOrElse(size -> line.put("size", size), () -> line.put("missing", true));
            lines.line(Json.bytes(line));
            if (entry.type() == GitObjectType.TREE && !line.has("missing")) {
                tree(tenant, entry.id(), prefix + entry.name() + "/", lines);
            }
        }
    }

    private static ObjectNode describe(Document document) {
        ObjectNode line = Json.object();
        line.put("tenant", document.row().key().tenant().value());
        line.put("document", document.row().key().document().value());
        line.put("created", document.row().createdAt().toString());
        line.put("baseSequenceNumber", document.row().baseSequenceNumber());
        line.put("sequenceNumber", document.lastSequenceNumber());
        if (document.row().eraseAfter() != null) {
            line.put("eraseAfter", document.row().eraseAfter().toString());
        }
        return line;
    }
}
