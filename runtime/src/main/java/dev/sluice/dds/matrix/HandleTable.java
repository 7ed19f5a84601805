package dev.sluice.dds.matrix;

import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Which handles rows or columns have (dds-formats §12.4): slot 0 holds the first free handle, the slot of a free handle the next
 * one, if that is not simply the next number. Mutable.
 */
final class HandleTable {
    private static final int ALLOCATED = 0;

    private final List<Integer> slots = new ArrayList<>(List.of(1));

    static HandleTable read(JsonValue json) {
        HandleTable table = new HandleTable();
        table.slots.clear();
        for (JsonValue slot : json.asArray().orElse(JsonArray.EMPTY).elements()) {
            int next = slot.asLong().map(Long::intValue).orElse(table.slots.size() + 1);
            table.slots.add(next);
        }
        if (table.slots.isEmpty() || table.slots.get(0) < 1 || table.slots.get(0) > table.slots.size()) {
            throw new ChannelException("found handle table " + json.toJson() + ", expected a first free handle");
        }
        return table;
    }

    int allocate() {
        int free = slots.get(0);
        if (free == slots.size()) {
            slots.add(ALLOCATED);
            slots.set(0, free + 1);
        } else {
            slots.set(0, checked(slots.get(free), slots.size()));
            slots.set(free, ALLOCATED);
        }
        return free;
    }

    void free(int handle) {
        checked(handle, slots.size() - 1);
        slots.set(handle, slots.get(0));
        slots.set(0, handle);
    }

    private static int checked(int handle, int last) {
        if (handle < 1 || handle > last) {
            throw new ChannelException("found handle " + handle + ", expected one from 1 to " + last);
        }
        return handle;
    }

    JsonArray write() {
        return new JsonArray(
                slots.stream().map(slot -> (JsonValue) JsonValue.of(slot)).toList());
    }
}
