package dev.sluice.server.bench;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The blobs of one made-up summary: maps in JSON, as data structures write them, new in every byte that counts.
 *
 * <p>Immutable.
 */
record SummaryContent(List<String> blobs) {
    private static final int BLOBS = 16;
    private static final int BLOB_BYTES = 64 * 1024;
    private static final int ENTRY_BYTES = 64;

    /** Bytes of text in one summary: a megabyte, in both senses close enough to call it that. */
    static final int BYTES = BLOBS * BLOB_BYTES;

    SummaryContent {
        blobs = List.copyOf(blobs);
    }

    static SummaryContent of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new SummaryContent(IntStream.range(0, BLOBS)
                .mapToObj(unused -> map(random.split(), BLOB_BYTES))
                .toList());
    }

    /** Returns a map of exactly {@code bytes} bytes, of which there are at least a few hundred. */
    static String map(SplittableRandom random, int bytes) {
        StringBuilder json = new StringBuilder("{\"blobs\":[],\"content\":{");
        for (int i = 0; json.length() < bytes - 2 * ENTRY_BYTES; i++) {
            json.append("\"k").append(i).append("\":{\"type\":\"Plain\",\"value\":\"");
            json.append(Long.toHexString(random.nextLong())).append("\"},");
        }
        json.append("\"end\":\"");
        return json.append("x".repeat(bytes - json.length() - 3)).append("\"}}").toString();
    }

    /** Returns the entries of the tree whose blobs have these ids. */
    static String treeEntries(List<String> ids) {
        return IntStream.range(0, ids.size())
                .mapToObj(i -> "{\"mode\":\"100644\",\"path\":\"c" + i + "\",\"sha\":\"" + ids.get(i)
                        + "\",\"type\":\"blob\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
