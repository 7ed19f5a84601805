package dev.sluice.gc.telemetry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that collection tells. Immutable.
 *
 * @param name stable, as the reference implementation has it
 * @param category how much it matters
 * @param properties texts, numbers, truths, and lists and maps of them
 * @since 0.1
 */
public record GcEvent(String name, Category category, Map<String, Object> properties) {
    /** Copies the map. */
    public GcEvent {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** Returns an event of something that should not happen. */
    public static GcEvent error(String name, Map<String, Object> properties) {
        return new GcEvent(name, Category.ERROR, properties);
    }

    /** Returns an event worth knowing of. */
    public static GcEvent generic(String name, Map<String, Object> properties) {
        return new GcEvent(name, Category.GENERIC, properties);
    }

    /** How much an event matters. */
    public enum Category {
        /** Something that should not happen. */
        ERROR,
        /** Worth knowing of, and no mistake. */
        GENERIC,
        /** How long something took, and what came of it. */
        PERFORMANCE
    }
}
