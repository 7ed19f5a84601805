package dev.sluice.dds.matrix;

import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonNull;
import dev.sluice.protocol.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of values by two handles (dds-formats §12.4): nested arrays along the bits of both, interleaved, so that
 * neighbours share arrays (Morton, 1966). Confined to one thread.
 */
final class SparseArray {
    private static final int LEVEL_SIZE = 256;
    private static final int LEVEL_BITS = 8;
    private static final int TOP_SHIFT = 24;
    private static final int HALF = 16;
    private static final int HALF_MASK = 0xFFFF;

    private final Map<Integer, @Nullable Object[]> root = new TreeMap<>();

    /** Takes the values of an array that was read. */
    @FunctionalInterface
    interface Visitor {
        void visit(int row, int column, JsonValue value);
    }

    /** Returns the interleaved bits of two halves, those of {@code row} above those of {@code column}. */
    static int interleave(int row, int column) {
        int key = 0;
        for (int bit = 0; bit < HALF; bit++) {
            key |= (((column >>> bit) & 1) << (2 * bit)) | (((row >>> bit) & 1) << (2 * bit + 1));
        }
        return key;
    }

    private static int half(int key, int offset) {
        int half = 0;
        for (int bit = 0; bit < HALF; bit++) {
            half |= ((key >>> (2 * bit + offset)) & 1) << bit;
        }
        return half;
    }

    void put(int row, int column, JsonValue value) {
        int high = interleave(row >>> HALF, column >>> HALF);
        int low = interleave(row & HALF_MASK, column & HALF_MASK);
        @Nullable Object[] level = root.computeIfAbsent(high, key -> new @Nullable Object[LEVEL_SIZE]);
        for (int shift = TOP_SHIFT; shift > 0; shift -= LEVEL_BITS) {
            int index = (low >>> shift) & (LEVEL_SIZE - 1);
            if (level[index] == null) {
                level[index] = new @Nullable Object[LEVEL_SIZE];
            }
            level = (@Nullable Object[]) level[index];
        }
        level[low & (LEVEL_SIZE - 1)] = value;
    }

    JsonArray write() {
        int length = root.isEmpty()
                ? 1
                : 1 + root.keySet().stream().max(Integer::compare).orElse(0);
        JsonValue[] elements = new JsonValue[length];
        Arrays.fill(elements, JsonNull.NULL);
        root.forEach((key, level) -> elements[key] = write(level));
        return new JsonArray(List.of(elements));
    }

    private static JsonValue write(@Nullable Object node) {
        if (node instanceof @Nullable Object[] level) {
            return new JsonArray(Arrays.stream(level).map(SparseArray::write).toList());
        }
        return node instanceof JsonValue value ? value : JsonNull.NULL;
    }

    static void read(JsonValue json, Visitor visitor) {
        JsonArray top = json.asArray()
                .orElseThrow(() -> new ChannelException("found cells " + json.toJson() + ", expected an array"));
        for (int high = 0; high < top.size(); high++) {
            read(top.get(high), high, 0, TOP_SHIFT, visitor);
        }
    }

    private static void read(JsonValue node, int high, int low, int shift, Visitor visitor) {
        if (node == JsonNull.NULL) {
            return;
        }
        JsonArray level = node.asArray()
                .filter(array -> array.size() <= LEVEL_SIZE)
                .orElseThrow(() ->
                        new ChannelException("found cells " + node.toJson() + ", expected an array of " + LEVEL_SIZE));
        for (int i = 0; i < level.size(); i++) {
            int key = low | (i << shift);
            if (shift > 0) {
                read(level.get(i), high, key, shift - LEVEL_BITS, visitor);
            } else if (level.get(i) != JsonNull.NULL) {
                int row = (half(high, 1) << HALF) | half(key, 1);
                visitor.visit(row, (half(high, 0) << HALF) | half(key, 0), level.get(i));
            }
        }
    }
}
