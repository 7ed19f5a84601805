package dev.sluice.replay;

import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryAttachment;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryPath;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.protocol.summary.SummaryType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form in which recordings hold summary trees: nodes {@code {"type":1,"tree":…}} and the like. Pure.
 *
 * @since 0.1
 */
public final class RecordedSummary {
    private RecordedSummary() {}

    /**
     * Reads a tree.
     *
     * @throws JsonException if it has another form
     */
    public static SummaryTree read(JsonObject node) {
        JsonObject children = node.object("tree")
                .orElseThrow(() ->
                        new JsonException("found no tree in " + node.members().keySet()));
        Map<String, SummaryObject> entries = new LinkedHashMap<>();
        children.members().forEach((name, child) -> entries.put(name, part(name, child)));
        return new SummaryTree(
                entries, node.has("unreferenced"), node.string("groupId").orElse(null));
    }

    private static SummaryObject part(String name, JsonValue value) {
        JsonObject node =
                value.asObject().orElseThrow(() -> new JsonException("found " + value.kind() + " at " + name));
        try {
            return switch (type(node, "type")) {
                case TREE -> read(node);
                case BLOB -> SummaryBlob.of(content(node));
                case HANDLE -> new SummaryHandle(text(node, "handle"), type(node, "handleType"));
                case ATTACHMENT -> new SummaryAttachment(GitId.parse(text(node, "id")));
            };
        } catch (IllegalArgumentException malformed) {
            throw new JsonException("found a malformed node " + name + ": " + malformed.getMessage(), malformed);
        }
    }

    private static SummaryType type(JsonObject node, String name) {
        return node.number(name)
                .filter(JsonNumber::isInteger)
                .map(code -> SummaryType.ofCode((int) code.value()))
                .orElseThrow(() -> new JsonException(
                        "found no " + name + " in " + node.members().keySet()));
    }

    private static byte[] content(JsonObject node) {
        String content = text(node, "content");
        return node.string("encoding").filter("base64"::equals).isPresent()
                ? Base64.getDecoder().decode(content)
                : content.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(JsonObject node, String name) {
        return node.string(name)
                .orElseThrow(() -> new JsonException(
                        "found no text " + name + " in " + node.members().keySet()));
    }

    /**
     * Puts a summary over the one before: handles become what they lead to.
     *
     * @throws JsonException if a handle leads nowhere
     */
    public static SummaryTree materialize(SummaryTree summary, SummaryTree before) {
        Map<String, SummaryObject> entries = new LinkedHashMap<>();
        summary.entries().forEach((name, part) -> entries.put(name, whole(part, before)));
        return new SummaryTree(entries, summary.unreferenced(), summary.groupId());
    }

    private static SummaryObject whole(SummaryObject part, SummaryTree before) {
        if (part instanceof SummaryHandle handle) {
            return target(handle, before);
        }
        return part instanceof SummaryTree tree ? materialize(tree, before) : part;
    }

    private static SummaryObject target(SummaryHandle handle, SummaryTree before) {
        SummaryObject at = before;
        for (String segment : handle.target().substring(1).split("/", -1)) {
            @Nullable
            SummaryObject child =
                    at instanceof SummaryTree tree ? tree.entries().get(SummaryPath.decode(segment)) : null;
            if (child == null) {
                throw new JsonException("found handle " + handle.target() + ", which leads nowhere");
            }
            at = child;
        }
        return at;
    }
}
