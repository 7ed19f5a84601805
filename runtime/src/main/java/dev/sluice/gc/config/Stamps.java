package dev.sluice.gc.config;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The generations with which a document was stamped when it was made: the member {@code gcFeatureMatrix} of its metadata, kept
 * as it is, unknown members included (GC-023). Immutable.
 *
 * @param matrix the member, or nothing if the document has none
 * @since 0.1
 */
public record Stamps(Optional<JsonObject> matrix) {
    private static final String TOMBSTONE = "tombstoneGeneration";
    private static final String SWEEP = "sweepGeneration";
    private static final String COMMON = "gcGeneration";

    /** Returns the stamps of a document that is made with these options. */
    static Stamps of(GcOptions options) {
        JsonObject.Builder matrix = JsonObject.builder();
        options.tombstoneGeneration().ifPresent(number -> matrix.put(TOMBSTONE, number));
        options.sweepGeneration().ifPresent(number -> matrix.put(SWEEP, number));
        options.generation().ifPresent(number -> matrix.put(COMMON, number));
        return new Stamps(Optional.of(matrix.build()).filter(built -> !built.equals(JsonObject.EMPTY)));
    }

    boolean hasTombstone(int generation) {
        return has(TOMBSTONE, generation);
    }

    boolean hasSweep(int generation) {
        return has(SWEEP, generation);
    }

    /** The newer gate is compared with the older stamp first, for documents that were made under it (§2.5). */
    boolean hasCommon(int generation) {
        boolean isOld = matrix.filter(stamped -> stamped.has(TOMBSTONE)).isPresent();
        return isOld ? has(TOMBSTONE, generation) : has(COMMON, generation);
    }

    private boolean has(String stamp, int generation) {
        return matrix.map(stamped -> JsonValue.of(generation).equals(stamped.get(stamp)))
                .orElse(false);
    }

    /** Whether enforcement reaches the document: open unless a number is set that differs from the document's. */
    boolean isTombstoneGateOpen(GcOptions options) {
        OptionalInt tombstone = options.tombstoneGeneration();
        return tombstone.isPresent() ? hasTombstone(tombstone.getAsInt()) : isCommonGateOpen(options);
    }

    /** Whether sweep reaches the document, as far as its own number goes. */
    boolean isSweepGateOpen(GcOptions options) {
        OptionalInt sweep = options.sweepGeneration();
        return sweep.isPresent() ? hasSweep(sweep.getAsInt()) : isCommonGateOpen(options);
    }

    private boolean isCommonGateOpen(GcOptions options) {
        OptionalInt common = options.generation();
        return common.isEmpty() || hasCommon(common.getAsInt());
    }
}
