package dev.sluice.server.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.server.admin.StoreReader.Version;
import dev.sluice.server.storage.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a document as the files from which it can be replayed: the ops, the summary it was created with, every summary since,
 * the newest snapshot, and the attachment blobs.
 *
 * <p>The layout is that of recorded documents of the reference implementation, so that one tool reads both. Summaries are
 * written whole; what a client sent as handles cannot be told any more. Confined to one thread; use once.
 */
final class DocumentExport {
    /** A blob beyond this stands in a file of its own, referred to as an attachment is. */
    static final long INLINE_MAX_BYTES = 16L << 20;

    private static final Set<String> OF_THE_SERVICE = Set.of(".protocol", ".logTail", ".serviceProtocol");

    private final DocumentBrowser browser;
    private final StoreReader reader;
    private final DocumentKey key;
    private final TenantId tenant;
    private final Files files;
    private final Set<GitId> separate = new LinkedHashSet<>();

    private DocumentExport(Store store, DocumentKey key, Files files) {
        this.browser = new DocumentBrowser(store);
        this.reader = new StoreReader(store);
        this.key = key;
        this.tenant = key.tenant();
        this.files = files;
    }

    /** Where the files go. */
    @FunctionalInterface
    interface Files {
        /** Begins a file; it ends when the stream is closed, before the next one begins. */
        OutputStream begin(String name) throws IOException;
    }

    /** Writes everything; the document may go on being edited, then its newest ops may be missing. */
    static void write(Store store, DocumentKey key, Files files) throws IOException {
        new DocumentExport(store, key, files).write();
    }

    private void write() throws IOException {
        List<Version> oldestFirst = new ArrayList<>(reader.versions(key));
        Collections.reverse(oldestFirst);
        try (OutputStream document = files.begin("document.json")) {
            browser.show(key, document::write);
        }
        if (!oldestFirst.isEmpty()) {
            writeAttachSummary(oldestFirst.get(0));
            writeUploads(oldestFirst);
            writeSnapshot(oldestFirst.get(oldestFirst.size() - 1));
        }
        try (OutputStream ops = files.begin("ops.jsonl")) {
            browser.ops(key, 0, Long.MAX_VALUE, json -> {
                ops.write(json);
                ops.write('\n');
            });
        }
        for (GitId id : separate) {
            try (OutputStream blob = files.begin("blobs/" + id);
                    InputStream content = reader.openBlob(tenant, id)) {
                content.transferTo(blob);
            }
        }
    }

    private void writeAttachSummary(Version first) throws IOException {
        GitTree root = reader.tree(tenant, first.commit().tree());
        try (JsonGenerator json = open("attach-summary.json")) {
            beginTree(json);
            Optional<GitTreeEntry> protocol = root.entry(".protocol");
            if (protocol.isPresent()) {
                json.writeFieldName(".protocol");
                writeSummaryTree(json, reader.tree(tenant, protocol.get().id()), true);
            }
            json.writeFieldName(".app");
            writeSummaryTree(json, appOf(root), true);
            endTree(json);
        }
    }

    private void writeUploads(List<Version> oldestFirst) throws IOException {
        int number = 0;
        Optional<GitId> proposed = Optional.empty();
        for (Version version : oldestFirst.subList(1, oldestFirst.size())) {
            if (!version.isServiceSummary()) {
                number++;
                GitTree app = appOf(reader.tree(tenant, version.commit().tree()));
                writeUpload("summary-" + number + "-upload.json", version, app, proposed);
                proposed = Optional.of(app.id());
            }
        }
    }

    private void writeUpload(String name, Version version, GitTree app, Optional<GitId> proposed) throws IOException {
        try (JsonGenerator json = open(name)) {
            json.writeStartObject();
            json.writeObjectFieldStart("context");
            if (proposed.isPresent()) {
                json.writeStringField("proposalHandle", proposed.get().toHex());
            }
            if (!version.commit().parents().isEmpty()) {
                json.writeStringField(
                        "ackHandle", version.commit().parents().get(0).toHex());
            }
            var sequenceNumber = reader.sequenceNumber(tenant, version);
            if (sequenceNumber.isPresent()) {
                json.writeNumberField("referenceSequenceNumber", sequenceNumber.getAsLong());
            }
            json.writeEndObject();
            json.writeStringField("handle", app.id().toHex());
            json.writeFieldName("summary");
            writeSummaryTree(json, app, true);
            json.writeEndObject();
        }
    }

    /** Returns what the application's part of a version is, whichever of the two layouts it has (SVC §1.6). */
    private GitTree appOf(GitTree root) {
        Optional<GitTreeEntry> app = root.entry(".app");
        if (app.isPresent()) {
            return reader.tree(tenant, app.get().id());
        }
        return GitTree.of(root.entries().stream()
                .filter(entry -> !OF_THE_SERVICE.contains(entry.name()))
                .toList());
    }

    /** Below the root, {@code .blobs} holds attachments, which summaries only name. */
    private void writeSummaryTree(JsonGenerator json, GitTree tree, boolean isRoot) throws IOException {
        beginTree(json);
        for (GitTreeEntry entry : tree.entries()) {
            json.writeFieldName(PathSegments.decode(entry.name()));
            switch (entry.type()) {
                case TREE -> {
                    GitTree child = reader.tree(tenant, entry.id());
                    if (isRoot && entry.name().equals(".blobs")) {
                        writeAttachments(json, child);
                    } else {
                        writeSummaryTree(json, child, false);
                    }
                }
                case BLOB -> writeSummaryBlob(json, entry.id());
                case COMMIT -> throw new IllegalStateException("a tree entry is never a commit");
            }
        }
        endTree(json);
    }

    private void writeAttachments(JsonGenerator json, GitTree blobs) throws IOException {
        beginTree(json);
        for (GitTreeEntry entry : blobs.entries()) {
            json.writeFieldName(PathSegments.decode(entry.name()));
            if (entry.name().equals(".redirectTable")) {
                writeSummaryBlob(json, entry.id());
            } else {
                writeAttachment(json, entry.id());
            }
        }
        endTree(json);
    }

    private void writeSummaryBlob(JsonGenerator json, GitId id) throws IOException {
        if (reader.size(tenant, id).orElse(0) > INLINE_MAX_BYTES) {
            writeAttachment(json, id);
            return;
        }
        json.writeStartObject();
        json.writeNumberField("type", 2);
        BlobText text = BlobText.of(reader.blob(tenant, id));
        json.writeStringField("content", text.text());
        if (text.isBase64()) {
            json.writeStringField("encoding", "base64");
        }
        json.writeEndObject();
    }

    private void writeAttachment(JsonGenerator json, GitId id) throws IOException {
        separate.add(id);
        json.writeStartObject();
        json.writeStringField("id", id.toHex());
        json.writeNumberField("type", 4);
        json.writeEndObject();
    }

    private void writeSnapshot(Version newest) throws IOException {
        try (JsonGenerator json = open("snapshot.json")) {
            json.writeStartObject();
            json.writeObjectFieldStart("version");
            json.writeStringField("date", newest.commit().committer().date().toString());
            json.writeStringField("id", newest.id().toHex());
            json.writeStringField("treeId", newest.commit().tree().toHex());
            json.writeEndObject();
            json.writeFieldName("tree");
            writeSnapshotTree(json, newest.commit().tree());
            json.writeEndObject();
        }
    }

    private void writeSnapshotTree(JsonGenerator json, GitId id) throws IOException {
        GitTree tree = reader.tree(tenant, id);
        json.writeStartObject();
        json.writeStringField("id", id.toHex());
        json.writeObjectFieldStart("blobs");
        for (GitTreeEntry entry : tree.entries()) {
            if (entry.type() == GitObjectType.BLOB) {
                json.writeFieldName(PathSegments.decode(entry.name()));
                writeSnapshotBlob(json, entry.id());
            }
        }
        json.writeEndObject();
        json.writeObjectFieldStart("trees");
        for (GitTreeEntry entry : tree.entries()) {
            if (entry.type() == GitObjectType.TREE) {
                json.writeFieldName(PathSegments.decode(entry.name()));
                writeSnapshotTree(json, entry.id());
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeSnapshotBlob(JsonGenerator json, GitId id) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id.toHex());
        if (reader.size(tenant, id).orElse(0) > INLINE_MAX_BYTES) {
            separate.add(id);
        } else {
            BlobText text = BlobText.of(reader.blob(tenant, id));
            json.writeStringField(text.isBase64() ? "base64" : "utf8", text.text());
        }
        json.writeEndObject();
    }

    private static void beginTree(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("type", 1);
        json.writeObjectFieldStart("tree");
    }

    private static void endTree(JsonGenerator json) throws IOException {
        json.writeEndObject();
        json.writeEndObject();
    }

    private JsonGenerator open(String name) throws IOException {
        return Json.MAPPER.createGenerator(files.begin(name));
    }
}
