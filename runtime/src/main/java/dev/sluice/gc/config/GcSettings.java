package dev.sluice.gc.config;

import dev.sluice.gc.GcException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where an operator sets what applications did not build in: system properties, a file, a service of feature flags. Asked when a
 * container is opened, and at no other time.
 *
 * <p>Truths are {@code true} and {@code false}; times are whole milliseconds.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface GcSettings {
    /** Before the names of what has no option. */
    String PREFIX = "Fluid.GarbageCollection.";

    /** Sets nothing. */
    GcSettings NONE = key -> Optional.empty();

    /** Returns what is set under a key, or nothing. */
    Optional<String> get(String key);

    /** Returns settings with fixed values. */
    static GcSettings of(Map<String, String> values) {
        Map<String, String> copy = Map.copyOf(values);
        return key -> Optional.ofNullable(copy.get(key));
    }

    /** Returns the options with what is set here in place of what they say. */
    default GcOptions over(GcOptions options) {
        return options.toBuilder()
                .allowed(truth("gcAllowed").orElse(options.isAllowed()))
                .inactiveTimeout(time("inactiveTimeoutMs").orElse(options.inactiveTimeout()))
                .sessionExpiryTimeout(time("sessionExpiryTimeoutMs").orElse(options.sessionExpiryTimeout()))
                .sweepGracePeriod(time("sweepGracePeriodMs").orElse(options.sweepGracePeriod()))
                .tombstoneGeneration(generation("gcTombstoneGeneration", options.tombstoneGeneration()))
                .sweepGeneration(generation("gcSweepGeneration", options.sweepGeneration()))
                .generation(generation("gcGeneration", options.generation()))
                // Only the literal counts: whatever else was meant, it was not this (GC-018).
                .sweepEnabled(get("enableGCSweep").map("true"::equals).orElse(options.isSweepEnabled()))
                .alwaysFull(truth("runFullGC").orElse(options.isAlwaysFull()))
                .testMode(truth(PREFIX + "GCTestMode").orElse(options.isTestMode()))
                .build();
    }

    /**
     * Returns a truth.
     *
     * @throws GcException if it is neither
     */
    default Optional<Boolean> truth(String key) {
        return get(key).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw GcException.usage("found " + key + " = " + text + ", expected true or false");
        });
    }

    /**
     * Returns a time in milliseconds.
     *
     * @throws GcException if it is no whole number
     */
    default Optional<Duration> time(String key) {
        return get(key).map(text -> Duration.ofMillis(number(key, text)));
    }

    private OptionalInt generation(String key, OptionalInt otherwise) {
        Optional<String> text = get(key);
        return text.isPresent() ? OptionalInt.of((int) number(key, text.get())) : otherwise;
    }

    private static long number(String key, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException malformed) {
            throw new GcException(
                    GcException.Kind.USAGE, "found " + key + " = " + text + ", expected a whole number", malformed);
        }
    }
}
