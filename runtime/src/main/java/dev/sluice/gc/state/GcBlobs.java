package dev.sluice.gc.state;

import dev.sluice.gc.GcException;
import dev.sluice.gc.GcException.Kind;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads and writes the blobs of the tree {@code gc}. The text of equal state is equal, byte for byte, however it came about
 * (GC-105). Pure.
 *
 * @since 0.1
 */
public final class GcBlobs {
    /** The name of the tree in a summary. */
    public static final String TREE = "gc";

    /** The blob with the graph. */
    public static final String ROOT = "__gc_root";

    /** The blob with the tombstones. */
    public static final String TOMBSTONES = "__tombstones";

    /** The blob with what was deleted. */
    public static final String DELETED = "__deletedNodes";

    private static final String STATE_PREFIX = "__gc";
    static final String NODES = "gcNodes";
    static final String ROUTES = "outboundRoutes";
    static final String UNREFERENCED = "unreferencedTimestampMs";

    private GcBlobs() {}

    /**
     * Reads the tree; blobs of other names are skipped.
     *
     * @param names of the blobs in it
     * @param read returns a blob's bytes
     * @throws GcException if a blob is damaged (GC-114)
     */
    public static GcSnapshot read(Collection<String> names, Function<String, byte[]> read) {
        Optional<GcState> state = Optional.empty();
        Set<String> tombstones = Set.of();
        Set<String> deleted = Set.of();
        for (String name : names) {
            if (name.equals(TOMBSTONES)) {
                tombstones = paths(name, read.apply(name));
            } else if (name.equals(DELETED)) {
                deleted = paths(name, read.apply(name));
            } else if (name.startsWith(STATE_PREFIX)) {
                GcState part = parsed(name, read.apply(name), GcBlobs::state);
                state = Optional.of(state.map(known -> known.and(part)).orElse(part));
            }
        }
        return new GcSnapshot(state, tombstones, deleted);
    }

    /** Whether a blob is one of several that the graph was spread over, as long ago. */
    static boolean isOtherPart(String name) {
        return name.startsWith(STATE_PREFIX) && !name.equals(ROOT);
    }

    private static Set<String> paths(String name, byte[] blob) {
        return parsed(name, blob, json -> new LinkedHashSet<>(strings(json, "paths")));
    }

    private static <T> T parsed(String name, byte[] blob, Function<JsonValue, T> parse) {
        try {
            return parse.apply(JsonValue.parse(text(blob)));
        } catch (JsonException | CharacterCodingException malformed) {
            throw new GcException(
                    Kind.DATA_PROCESSING,
                    "FailedToInitializeGC: blob " + name + " of " + blob.length + " bytes is damaged",
                    malformed);
        }
    }

    private static String text(byte[] blob) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(blob)).toString();
    }

    private static GcState state(JsonValue json) {
        JsonObject nodes = json.asObject()
                .flatMap(state -> state.object(NODES))
                .orElseThrow(() -> new JsonException("found no " + NODES));
        Map<String, GcNode> read = new LinkedHashMap<>();
        nodes.members().forEach((id, node) -> read.put(id, node(id, node)));
        return new GcState(read);
    }

    private static GcNode node(String id, JsonValue json) {
        JsonObject node = json.asObject().orElseThrow(() -> new JsonException("node " + id + " is no object"));
        OptionalLong since = node.number(UNREFERENCED)
                .map(JsonNumber::value)
                .map(number -> OptionalLong.of(number.longValue()))
                .orElse(OptionalLong.empty());
        return new GcNode(strings(node.require(ROUTES), "routes of " + id), since);
    }

    private static List<String> strings(JsonValue json, String what) {
        JsonArray array = json.asArray().orElseThrow(() -> new JsonException(what + " are no array"));
        List<String> texts = new ArrayList<>();
        array.elements()
                .forEach(element ->
                        texts.add(element.asString().orElseThrow(() -> new JsonException(what + " are no strings"))));
        return texts;
    }

    /** Returns the text of the blob {@link #ROOT}. */
    public static String write(GcState state) {
        StateText text = new StateText(state);
        return text.write();
    }

    /** Returns the text of the blob {@link #TOMBSTONES} or {@link #DELETED}, or nothing if the blob is left out. */
    public static Optional<String> write(Set<String> paths) {
        return paths.isEmpty()
                ? Optional.empty()
                : Optional.of(array(paths.stream().sorted().toList()).toJson());
    }

    private static JsonArray array(List<String> texts) {
        return JsonValue.of(texts.stream().map(JsonValue::of).toList());
    }
}
