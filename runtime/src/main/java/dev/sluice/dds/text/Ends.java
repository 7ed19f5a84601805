package dev.sluice.dds.text;

import dev.sluice.dds.mergetree.Anchor;
import dev.sluice.dds.mergetree.MergeTree;
import dev.sluice.dds.mergetree.Sequenced;
import dev.sluice.dds.text.Interval.Side;
import dev.sluice.protocol.json.JsonValue;

/** Both ends of an interval. */
record Ends(EndPoint start, EndPoint end) {
    private static final int START_STICKY = 1;
    private static final int END_STICKY = 2;

    /** What an op or a snapshot says of the ends. */
    record Spec(JsonValue start, JsonValue end, Side startSide, Side endSide) {
        private boolean isStartSticky() {
            return startSide == Side.AFTER || EndPoint.isAt(start, EndPoint.START);
        }

        private boolean isEndSticky() {
            return endSide == Side.BEFORE || EndPoint.isAt(end, EndPoint.END);
        }

        private Anchor.Slide startSlide() {
            return isStartSticky() ? Anchor.Slide.BACKWARD : Anchor.Slide.FORWARD;
        }

        private Anchor.Slide endSlide() {
            return isEndSticky() ? Anchor.Slide.FORWARD : Anchor.Slide.BACKWARD;
        }

        Ends resolve(MergeTree tree, Sequenced at) {
            return new Ends(
                    EndPoint.of(start, startSide, startSlide(), tree, at),
                    EndPoint.of(end, endSide, endSlide(), tree, at));
        }

        Ends resolve(MergeTree tree) {
            return new Ends(
                    EndPoint.of(start, startSide, startSlide(), tree), EndPoint.of(end, endSide, endSlide(), tree));
        }
    }

    /** Returns the sides of ends that a snapshot describes by a number. */
    static Spec ofSnapshot(JsonValue start, JsonValue end, int stickiness) {
        Side startSide =
                (stickiness & START_STICKY) != 0 && !EndPoint.isAt(start, EndPoint.START) ? Side.AFTER : Side.BEFORE;
        Side endSide = (stickiness & END_STICKY) != 0 ? Side.BEFORE : Side.AFTER;
        return new Spec(start, end, startSide, endSide);
    }

    int stickiness() {
        int sticky = start.side() == Side.AFTER || start.isAt(EndPoint.START) ? START_STICKY : 0;
        return end.side() == Side.BEFORE || end.isAt(EndPoint.END) ? sticky | END_STICKY : sticky;
    }

    void settle(MergeTree tree) {
        start.settle(tree);
        end.settle(tree);
    }

    void release(MergeTree tree) {
        start.release(tree);
        end.release(tree);
    }

    boolean rebase(MergeTree tree, long localTime) {
        return start.rebase(tree, localTime) && end.rebase(tree, localTime);
    }
}
