package dev.sluice.restore;

import dev.sluice.protocol.Json;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonNestingException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.restore.RestoreException.Kind;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns the handles in stored content to where what they led to is now. Content of any type of channel: what is JSON is searched, and
 * JSON in strings of JSON as well, for some types keep values so; blobs without a handle to turn stay byte for byte. Immutable.
 */
final class HandleRewrite {
    private static final String HANDLE_MARK = "__fluid_handle__";
    private static final String BLOBS = "/_blobs/";

    private final Map<String, String> paths;

    /**
     * Makes one.
     *
     * @param paths data stores and blobs, and where each is now
     */
    HandleRewrite(Map<String, String> paths) {
        this.paths = Map.copyOf(paths);
    }

    /** Returns where a path or URL leads now; its way into the data store and its query stay. */
    String path(String url) {
        NodePath path = NodePath.ofUrl(url);
        String whole = unit(path);
        String now = paths.get(whole);
        return now == null || !url.startsWith(whole) ? url : now + url.substring(whole.length());
    }

    /** Returns the data store or the blob that a path leads to or into, as it is written there. */
    static String unit(NodePath path) {
        String text = path.text();
        int from = text.startsWith(BLOBS) ? BLOBS.length() : 1;
        int end = text.indexOf('/', from);
        return end < 0 ? text : text.substring(0, end);
    }

    /** Returns content with its handles turned. */
    SummaryTree tree(SummaryTree tree) {
        Map<String, SummaryObject> entries = new LinkedHashMap<>();
        tree.entries().forEach((name, part) -> entries.put(name, part(part)));
        return new SummaryTree(entries);
    }

    private SummaryObject part(SummaryObject part) {
        if (part instanceof SummaryTree tree) {
            return tree(tree);
        }
        return part instanceof SummaryBlob blob ? blob(blob) : part;
    }

    private SummaryBlob blob(SummaryBlob blob) {
        String text = blob.text().orElse("");
        String turned = text.contains(HANDLE_MARK) ? text(text) : text;
        return turned.equals(text) ? blob : SummaryBlob.ofText(turned);
    }

    /** Returns a text with its handles turned; one without any, and one that is no JSON, as it is. */
    private String text(String text) {
        JsonValue json;
        try {
            json = JsonValue.parse(text, Json.MAX_ALLOWED_DEPTH);
        } catch (JsonNestingException tooDeep) {
            throw new RestoreException(Kind.CONFLICT, "content is nested too deep to be searched for handles", tooDeep);
        } catch (JsonException noJson) {
            // A text that only speaks of handles.
            return text;
        }
        JsonValue turned = value(json);
        return turned.equals(json) ? text : turned.toJson();
    }

    private JsonValue value(JsonValue value) {
        if (JsonHandle.urlOf(value).isPresent()) {
            return JsonHandle.mapUrls(value, this::path);
        }
        if (value instanceof JsonString string) {
            return string.value().contains(HANDLE_MARK) ? JsonValue.of(text(string.value())) : string;
        }
        if (value instanceof JsonArray array) {
            return new JsonArray(array.elements().stream().map(this::value).toList());
        }
        if (value instanceof JsonObject object) {
            JsonObject.Builder turned = JsonObject.builder();
            object.members().forEach((name, member) -> turned.put(name, value(member)));
            return turned.build();
        }
        return value;
    }
}
