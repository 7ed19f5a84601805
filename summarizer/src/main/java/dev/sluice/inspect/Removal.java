package dev.sluice.inspect;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a node came to be garbage. Immutable.
 *
 * @since 0.1
 */
public sealed interface Removal {
    /** Returns lines for people. */
    List<String> lines();

    /** Returns the form in JSON, with a member {@code kind}. */
    JsonObject toJson();

    /**
     * An op took the last way from the root.
     *
     * @param op which
     * @param lastPath a shortest way as it was just before
     */
    record ByOp(OpOrigin op, List<Step> lastPath) implements Removal {
        /** Copies the list. */
        public ByOp {
            lastPath = List.copyOf(lastPath);
        }

        @Override
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add("let go by " + op.text() + ", which ended the last of");
            lines.addAll(Step.lines("  ", lastPath));
            return lines;
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("kind", "op")
                    .put("op", op.toJson())
                    .put(
                            "lastPath",
                            JsonValue.of(lastPath.stream().map(Step::toJson).toList()))
                    .build();
        }
    }

    /**
     * Nothing that counts ever referred to it.
     *
     * @param madeKnown the op that made it known
     */
    record NeverReferenced(OpOrigin madeKnown) implements Removal {
        @Override
        public List<String> lines() {
            return List.of("made known by " + madeKnown.text() + ", and never reached by a root since");
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("kind", "neverReferenced")
                    .put("op", madeKnown.toJson())
                    .build();
        }
    }

    /**
     * It was garbage in the oldest version that is kept, or gone.
     *
     * @param sequenceNumber of that version
     * @param sinceMs since when it is unreferenced by what that version says, in milliseconds since 1970; empty if it does not tell
     */
    record BeforeOldest(long sequenceNumber, OptionalLong sinceMs) implements Removal {
        @Override
        public List<String> lines() {
            return List.of("let go before the oldest version that is kept, which is as of op " + sequenceNumber
                    + (sinceMs.isPresent()
                            ? "; unreferenced since " + Instant.ofEpochMilli(sinceMs.getAsLong())
                            : "; that version does not tell since when"));
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("kind", "beforeOldestVersion")
                    .put("sequenceNumber", sequenceNumber)
                    .putIfPresent("since", time(sinceMs))
                    .build();
        }

        private static Optional<JsonValue> time(OptionalLong ms) {
            return ms.isPresent()
                    ? Optional.of(
                            JsonValue.of(Instant.ofEpochMilli(ms.getAsLong()).toString()))
                    : Optional.empty();
        }
    }

    /**
     * What held it cannot be followed op by op: it is in a channel of a type that is unknown here, whose ops do not tell what they
     * let go.
     *
     * @param after the op of the last version in which it was referenced
     * @param before the op of the first one in which it was not
     * @param path that way, as it was at the former
     */
    record Between(long after, long before, List<Step> path) implements Removal {
        /** Copies the list. */
        public Between {
            path = List.copyOf(path);
        }

        @Override
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add("let go after op " + after + ", and before op " + (before + 1)
                    + ", by a channel whose ops do not tell; held until then by");
            lines.addAll(Step.lines("  ", path));
            return lines;
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("kind", "between")
                    .put("after", after)
                    .put("before", before + 1)
                    .put("path", JsonValue.of(path.stream().map(Step::toJson).toList()))
                    .build();
        }
    }
}
