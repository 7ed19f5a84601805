package dev.sluice.server.summary;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.storage.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Encodes a version whole, as clients download it: one tree listing and the blobs it needs (SVC §1.11).
 *
 * <p>Attachments stay out, since documents may hold gigabytes of them, and so does any blob over a limit, or for which those
 * before it left no room; clients fetch by id what they miss. Text travels as text: it is a third smaller than base64 and needs no decoding.
 *
 * <p>Confined to one encoding, within one view. Linear in the size of the version.
 */
public final class SnapshotEncoder {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String ATTACHMENTS = ".blobs/";

    private final StoreView view;
    private final TenantId tenant;
    private final TreeReader reader;
    private final long inlineBlobMaxBytes;
    private long bytesLeft;

    private SnapshotEncoder(StoreView view, TenantId tenant, long inlineBlobMaxBytes, long inlineMaxBytes) {
        this.view = view;
        this.tenant = tenant;
        this.reader = new TreeReader(view, tenant);
        this.inlineBlobMaxBytes = inlineBlobMaxBytes;
        this.bytesLeft = inlineMaxBytes;
    }

    /**
     * Encodes a commit.
     *
     * @param inlineBlobMaxBytes blobs over this size are left out
     * @param inlineMaxBytes the most bytes of all blobs together that are not left out
     * @return UTF-8 JSON; nothing if there is no such commit
     * @throws UnreadableTreeException if a tree or a blob is missing or the limits do not suffice
     */
    public static Optional<byte[]> encode(
            StoreView view,
            TenantId tenant,
            GitId commit,
            TreeLimits limits,
            long inlineBlobMaxBytes,
            long inlineMaxBytes) {
        SnapshotEncoder encoder = new SnapshotEncoder(view, tenant, inlineBlobMaxBytes, inlineMaxBytes);
        return encoder.reader.commit(commit).map(found -> encoder.encode(commit, found, limits));
    }

    private byte[] encode(GitId id, GitCommit commit, TreeLimits limits) {
        List<TreeReader.Located> all = reader.list(commit.tree(), limits);
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 * 1024);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("id", id.toHex());
            json.writeArrayFieldStart("trees");
            writeTree(commit.tree(), all, json);
            json.writeEndArray();
            json.writeArrayFieldStart("blobs");
            writeBlobs(all, json);
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return out.toByteArray();
    }

    private void writeTree(GitId id, List<TreeReader.Located> all, JsonGenerator json) throws IOException {
        Map<String, String> groups = groups(all);
        json.writeStartObject();
        json.writeStringField("id", id.toHex());
        OptionalLong sequenceNumber = sequenceNumber(all);
        if (sequenceNumber.isPresent()) {
            json.writeNumberField("sequenceNumber", sequenceNumber.getAsLong());
        }
        json.writeArrayFieldStart("entries");
        for (TreeReader.Located located : all) {
            json.writeStartObject();
            json.writeStringField("path", located.path());
            json.writeStringField("type", located.entry().type().wireName());
            if (located.entry().type() == GitObjectType.BLOB) {
                json.writeStringField("id", located.entry().id().toHex());
            } else if (groups.containsKey(located.path())) {
                json.writeStringField("groupId", groups.get(located.path()));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Returns the loading groups by the path of their tree. */
    private Map<String, String> groups(List<TreeReader.Located> all) {
        String suffix = "/" + SummaryTreeWriter.GROUP_ID;
        Map<String, String> groups = new HashMap<>();
        for (TreeReader.Located located : all) {
            if (located.path().endsWith(suffix) && located.entry().type() == GitObjectType.BLOB) {
                String tree = located.path().substring(0, located.path().length() - suffix.length());
                reader.blob(located.entry().id())
                        .ifPresent(name -> groups.put(tree, new String(name, StandardCharsets.UTF_8)));
            }
        }
        return groups;
    }

    private OptionalLong sequenceNumber(List<TreeReader.Located> all) throws IOException {
        String path = ProtocolTree.NAME + "/attributes";
        Optional<byte[]> attributes = all.stream()
                .filter(located -> located.path().equals(path))
                .findFirst()
                .flatMap(located -> reader.blob(located.entry().id()));
        if (attributes.isEmpty()) {
            return OptionalLong.empty();
        }
        try (JsonParser parser = JSON.createParser(attributes.get())) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && "sequenceNumber".equals(parser.currentName())) {
                    return OptionalLong.of(parser.getLongValue());
                }
            }
        }
        return OptionalLong.empty();
    }

    private void writeBlobs(List<TreeReader.Located> all, JsonGenerator json) throws IOException {
        Set<GitId> written = new HashSet<>();
        for (TreeReader.Located located : all) {
            GitId id = located.entry().id();
            if (located.entry().type() == GitObjectType.BLOB && !isAttachment(located.path()) && written.add(id)) {
                StoredObject blob =
                        view.object(tenant, id).orElseThrow(() -> UnreadableTreeException.missing(located.path(), id));
                if (blob.size() <= Math.min(inlineBlobMaxBytes, bytesLeft)) {
                    bytesLeft -= blob.size();
                    writeBlob(id, blob, json);
                }
            }
        }
    }

    /** Tells attachments from the table that redirects to them, which a load needs. */
    private static boolean isAttachment(String path) {
        String below = path.startsWith(AppTree.NAME + "/") ? path.substring(AppTree.NAME.length() + 1) : path;
        return below.startsWith(ATTACHMENTS) && below.charAt(ATTACHMENTS.length()) != '.';
    }

    private static void writeBlob(GitId id, StoredObject blob, JsonGenerator json) throws IOException {
        byte[] content = content(blob);
        json.writeStartObject();
        json.writeStringField("id", id.toHex());
        json.writeFieldName("content");
        boolean isText = isUtf8(content);
        if (isText) {
            json.writeUTF8String(content, 0, content.length);
        } else {
            json.writeBinary(content);
        }
        json.writeStringField("encoding", isText ? "utf-8" : "base64");
        json.writeNumberField("size", content.length);
        json.writeEndObject();
    }

    private static byte[] content(StoredObject blob) throws IOException {
        if (blob.content() instanceof StoredObject.Content.InFile file) {
            return Files.readAllBytes(file.path());
        }
        ByteBuffer bytes =
                ((StoredObject.Content.Inline) blob.content()).bytes().duplicate();
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        return content;
    }

    private static boolean isUtf8(byte[] content) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return true;
        } catch (CharacterCodingException binary) {
            return false;
        }
    }
}
