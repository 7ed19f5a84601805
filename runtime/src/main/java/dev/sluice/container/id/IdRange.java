package dev.sluice.container.id;

import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/**
 * The ids that a session made up since its last range: the contents of an {@code idAllocation} op (runtime-formats §5.6).
 * Immutable.
 *
 * @param session whose ids they are
 * @param firstGenCount which of the session's ids is the first one, counted from 1
 * @param count how many, from 1
 * @param requestedClusterSize how many further ids the session would like to have at hand
 * @since 0.1
 */
public record IdRange(UUID session, long firstGenCount, long count, long requestedClusterSize) {
    /** The largest cluster a session may ask for. */
    public static final long MAX_CLUSTER_SIZE = 1 << 20;

    /** Makes a range; the compressor refuses one whose numbers make no sense. */
    public IdRange {
        check(count > 0, session, "a count of " + count + ", expected at least 1");
        check(count <= IdCompressor.MAX_ID, session, "a count of " + count + ", expected a safe integer");
        check(
                requestedClusterSize > 0 && requestedClusterSize <= MAX_CLUSTER_SIZE,
                session,
                "a requested cluster size of " + requestedClusterSize + ", expected 1 to " + MAX_CLUSTER_SIZE);
    }

    /**
     * Reads the contents of an {@code idAllocation} op.
     *
     * @return empty if the op allocates nothing
     * @throws IdCompressorException if it is no range
     */
    public static Optional<IdRange> parse(JsonObject contents) {
        UUID session = contents.string("sessionId")
                .map(StableUuid::parse)
                .orElseThrow(() -> new IdCompressorException("an id allocation without sessionId"));
        return contents.object("ids")
                .map(ids -> new IdRange(
                        session,
                        integer(ids, "firstGenCount"),
                        integer(ids, "count"),
                        integer(ids, "requestedClusterSize")));
    }

    private static long integer(JsonObject ids, String name) {
        JsonNumber number = ids.number(name)
                .filter(JsonNumber::isInteger)
                .orElseThrow(
                        () -> new IdCompressorException("an id allocation whose " + name + " is no integer: " + ids));
        return (long) number.value();
    }

    private static void check(boolean holds, UUID session, String found) {
        if (!holds) {
            throw new IdCompressorException("session " + session + " allocated ids with " + found);
        }
    }
}
