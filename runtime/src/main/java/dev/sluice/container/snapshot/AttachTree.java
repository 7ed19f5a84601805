package dev.sluice.container.snapshot;

import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonBoolean;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryAttachment;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The form in which attach ops carry the content of what is new (runtime-formats §4.1, RT-034). Pure.
 *
 * @since 0.1
 */
public final class AttachTree {
    private static final String FILE_MODE = "100644";
    private static final String TREE_MODE = "040000";

    private AttachTree() {}

    /**
     * Writes a tree.
     *
     * @throws IllegalArgumentException if it has handles: what is new has no earlier content
     */
    public static JsonObject write(SummaryTree tree) {
        List<JsonValue> entries = new ArrayList<>();
        tree.entries().forEach((name, part) -> entries.add(entry(name, part)));
        return JsonObject.of("entries", JsonValue.of(entries));
    }

    private static JsonObject entry(String name, SummaryObject part) {
        if (part instanceof SummaryTree tree) {
            return entry(name, TREE_MODE, "Tree", write(tree));
        }
        if (part instanceof SummaryBlob blob) {
            return entry(name, FILE_MODE, "Blob", blob(blob));
        }
        if (part instanceof SummaryAttachment attachment) {
            return entry(
                    name,
                    FILE_MODE,
                    "Attachment",
                    JsonObject.of("id", JsonValue.of(attachment.id().toHex())));
        }
        throw new IllegalArgumentException(
                "found handle " + ((SummaryHandle) part).target() + " at " + name + ", expected content");
    }

    private static JsonObject entry(String name, String mode, String type, JsonObject value) {
        return JsonObject.builder()
                .put("path", name)
                .put("mode", mode)
                .put("type", type)
                .put("value", value)
                .build();
    }

    private static JsonObject blob(SummaryBlob blob) {
        Optional<String> text = blob.text();
        return JsonObject.builder()
                .put("contents", text.orElseGet(() -> Base64.getEncoder().encodeToString(blob.toBytes())))
                .put("encoding", text.isPresent() ? "utf-8" : "base64")
                .build();
    }

    /**
     * Reads a tree.
     *
     * @throws JsonException if it is none
     */
    public static StoredTree read(JsonValue json) {
        Map<String, StoredTree> trees = new LinkedHashMap<>();
        Map<String, StoredBlob> blobs = new LinkedHashMap<>();
        JsonObject tree = json.asObject().orElseThrow(() -> new JsonException("an attach tree that is no object"));
        JsonArray entries =
                tree.array("entries").orElseThrow(() -> new JsonException("an attach tree without entries"));
        for (JsonValue element : entries.elements()) {
            JsonObject entry = element.asObject().orElseThrow(() -> new JsonException("an entry that is no object"));
            String name = text(entry, "path");
            JsonObject value =
                    entry.object("value").orElseThrow(() -> new JsonException("entry " + name + " without value"));
            switch (text(entry, "type")) {
                case "Tree" -> trees.put(name, read(value));
                case "Blob" -> blobs.put(name, content(value));
                case "Attachment" -> blobs.put(name, attachment(text(value, "id")));
                default -> throw new JsonException("entry " + name + " of type " + text(entry, "type"));
            }
        }
        boolean unreferenced = tree.get("unreferenced") instanceof JsonBoolean mark && mark.value();
        return new StoredTree(trees, blobs, unreferenced, tree.string("groupId").orElse(null));
    }

    private static StoredBlob content(JsonObject value) {
        String contents = text(value, "contents");
        byte[] bytes = value.string("encoding").filter("base64"::equals).isPresent()
                ? decode(contents)
                : contents.getBytes(StandardCharsets.UTF_8);
        return new StoredBlob(Optional.empty(), () -> bytes);
    }

    private static StoredBlob attachment(String id) {
        if (!GitId.isGitId(id)) {
            throw new JsonException("an attachment of id " + id + ", expected an id of the service");
        }
        return new StoredBlob(Optional.of(GitId.parse(id)), () -> {
            throw new IllegalStateException("attachment " + id + " is read from storage, not from an attach op");
        });
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw new JsonException("a blob that is no base64", malformed);
        }
    }

    private static String text(JsonObject object, String name) {
        return object.string(name)
                .orElseThrow(() -> new JsonException(
                        "found no text " + name + " in " + object.members().keySet()));
    }
}
