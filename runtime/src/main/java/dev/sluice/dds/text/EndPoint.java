package dev.sluice.dds.text;

import dev.sluice.dds.mergetree.Anchor;
import dev.sluice.dds.mergetree.MergeTree;
import dev.sluice.dds.mergetree.Sequenced;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One end of an interval: on a character, at an end of the string, or nowhere once all text is gone (dds-formats §11.2). Mutable.
 */
final class EndPoint {
    static final String START = "start";
    static final String END = "end";
    static final int DETACHED = -1;

    private final JsonValue place;
    private final Interval.Side side;
    private @Nullable Anchor anchor;

    private EndPoint(JsonValue place, Interval.Side side, @Nullable Anchor anchor) {
        this.place = place;
        this.side = side;
        this.anchor = anchor;
    }

    /** Resolves a place as the sender of an op saw it. */
    static EndPoint of(JsonValue place, Interval.Side side, Anchor.Slide slide, MergeTree tree, Sequenced at) {
        int position = position(place);
        return new EndPoint(place, side, position < 0 ? null : tree.anchors().create(position, slide, at));
    }

    /** Resolves a place in view; the end point stays on its character until it is settled. */
    static EndPoint of(JsonValue place, Interval.Side side, Anchor.Slide slide, MergeTree tree) {
        int position = position(place);
        boolean isInside = position >= 0 && position < tree.length();
        return new EndPoint(place, side, isInside ? tree.anchors().create(position, slide) : null);
    }

    private static int position(JsonValue place) {
        return place instanceof JsonNumber number && number.isInteger() ? (int) number.value() : DETACHED;
    }

    static boolean isPlace(@Nullable JsonValue place) {
        return place instanceof JsonNumber || isAt(place, START) || isAt(place, END);
    }

    static boolean isAt(@Nullable JsonValue place, String end) {
        return place instanceof JsonString text && text.value().equals(end);
    }

    Interval.Side side() {
        return side;
    }

    boolean isAt(String end) {
        return isAt(place, end);
    }

    void settle(MergeTree tree) {
        if (anchor != null) {
            tree.anchors().settle(anchor);
        }
    }

    void release(MergeTree tree) {
        if (anchor != null) {
            tree.anchors().release(anchor);
            anchor = null;
        }
    }

    /** Prepares an end point for being sent again; returns whether there is anything left for it. */
    boolean rebase(MergeTree tree, long localTime) {
        return isVirtual() || (anchor != null && tree.anchors().rebase(anchor, localTime));
    }

    private boolean isVirtual() {
        return isAt(START) || isAt(END);
    }

    int position(MergeTree tree) {
        if (isVirtual()) {
            return isAt(START) ? 0 : tree.length();
        }
        return anchor == null ? DETACHED : tree.anchors().position(anchor);
    }

    JsonValue placeAsOf(MergeTree tree, long localTime) {
        return isVirtual()
                ? place
                : JsonValue.of(anchor == null ? DETACHED : tree.anchors().positionAsOf(anchor, localTime));
    }

    JsonValue sequencedPlace(MergeTree tree) {
        return isVirtual()
                ? place
                : JsonValue.of(anchor == null ? DETACHED : tree.anchors().sequencedPosition(anchor));
    }
}
