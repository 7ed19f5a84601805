package dev.sluice.server.golden;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Recorded sequence numbers of one document and the numbers the server under test gave to the same ops.
 *
 * <p>A server may sequence an op that the reference did not (a nack where the reference was silent), after which its
 * numbers are ahead of the recorded ones. Confined to the replay's thread.
 */
final class SequenceMap {

    private final TreeMap<Long, Long> live = new TreeMap<>();

    SequenceMap() {}

    private SequenceMap(SequenceMap other) {
        live.putAll(other.live);
    }

    SequenceMap copy() {
        return new SequenceMap(this);
    }

    /** Whether the pair agrees with all that is known. */
    boolean bind(long recorded, long actual) {
        Long known = live.putIfAbsent(recorded, actual);
        return known == null || known == actual;
    }

    /** The number of that very op, if it was seen. */
    OptionalLong exact(long recorded) {
        Long known = live.get(recorded);
        return known == null ? OptionalLong.empty() : OptionalLong.of(known);
    }

    /**
     * What a client has seen that, when recorded, had seen everything up to that number: the highest number among those
     * ops.
     */
    long reached(long recorded) {
        if (exact(recorded).isEmpty()) {
            return live(recorded);
        }
        return live.headMap(recorded, true).values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(recorded);
    }

    /** Whether that op did not come right after the same op as recorded, so that the state it met may differ. */
    boolean isDisplaced(long recorded, long actual) {
        Map.Entry<Long, Long> below = live.lowerEntry(recorded);
        return below != null && below.getKey() + 1 == recorded && below.getValue() + 1 != actual;
    }

    /** The number of that op, or as far behind the nearest earlier one as it was when recorded. */
    long live(long recorded) {
        if (recorded <= 0) {
            return recorded;
        }
        Map.Entry<Long, Long> below = live.floorEntry(recorded);
        return below == null ? recorded : below.getValue() + recorded - below.getKey();
    }
}
