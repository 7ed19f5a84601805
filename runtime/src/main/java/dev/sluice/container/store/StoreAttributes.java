package dev.sluice.container.store;

import dev.sluice.container.snapshot.StoredTree;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonBoolean;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the blob {@code .component} of a data store says (runtime-formats §7.2, RT-070). Immutable.
 *
 * @param packagePath what makes the data store
 * @param isRoot whether the data store keeps itself
 * @param isIsolated whether its parts lie below {@code .channels}
 * @since 0.1
 */
public record StoreAttributes(List<String> packagePath, boolean isRoot, boolean isIsolated) {
    /** The name of the blob. */
    public static final String BLOB = ".component";

    private static final String ROOT = "isRootDataStore";

    /** Copies the list. */
    public StoreAttributes {
        packagePath = List.copyOf(packagePath);
    }

    /**
     * Reads the blob, of any version.
     *
     * @throws ContainerException if it is of another form
     */
    public static StoreAttributes parse(JsonValue json) {
        JsonObject blob = json.asObject().orElseThrow(() -> malformed(json));
        String pkg = blob.string("pkg").orElseThrow(() -> malformed(json));
        boolean isList = blob.has("summaryFormatVersion")
                || blob.has("snapshotFormatVersion")
                || (pkg.startsWith("[\"") && pkg.endsWith("\"]"));
        boolean isIsolated =
                blob.has("summaryFormatVersion") && !JsonBoolean.TRUE.equals(blob.get("disableIsolatedChannels"));
        return new StoreAttributes(
                isList ? list(pkg, json) : List.of(pkg), !JsonBoolean.FALSE.equals(blob.get(ROOT)), isIsolated);
    }

    /** Returns the blob for a data store. */
    static JsonObject write(List<String> packagePath, boolean isRoot) {
        JsonArray pkg = JsonValue.of(packagePath.stream().map(JsonValue::of).toList());
        return JsonObject.builder()
                .put("pkg", pkg.toJson())
                .put("summaryFormatVersion", 2)
                .put(ROOT, JsonValue.of(isRoot))
                .build();
    }

    private static List<String> list(String pkg, JsonValue json) {
        try {
            return JsonValue.parse(pkg).asArray().orElseThrow(() -> malformed(json)).elements().stream()
                    .map(element -> element.asString().orElseThrow(() -> malformed(json)))
                    .toList();
        } catch (JsonException malformed) {
            throw new ContainerException(Kind.DATA_CORRUPTION, "a package path that is no JSON: " + pkg, malformed);
        }
    }

    private static ContainerException malformed(JsonValue found) {
        return new ContainerException(
                Kind.DATA_CORRUPTION, "found " + found.toJson() + " in " + BLOB + ", expected a package path");
    }

    /** Where the parts of a stored data store lie, by name. */
    Map<String, StoredTree> parts(StoredTree tree) {
        return isIsolated
                ? tree.tree(".channels").map(StoredTree::trees).orElse(Map.of())
                : tree.withoutTrees(Set.of(".channels")).trees();
    }

    /** The attributes of a stored data store, if it has any. */
    static Optional<StoreAttributes> of(StoredTree tree) {
        return tree.json(BLOB).map(StoreAttributes::parse);
    }
}
