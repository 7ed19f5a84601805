package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** One insert, remove or annotate of an edit that is not sequenced yet. Mutable. */
final class PendingPart {
    final OpType type;
    final Stamp stamp;
    /** As it was first made: rebased inserts carry its properties, rebased annotates its changes. */
    final JsonObject op;

    final List<Segment> segments = new ArrayList<>();

    PendingPart(OpType type, Stamp stamp, JsonObject op) {
        this.type = type;
        this.stamp = stamp;
        this.op = op;
    }
}
