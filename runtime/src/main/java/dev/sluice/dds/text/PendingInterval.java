package dev.sluice.dds.text;

import dev.sluice.dds.text.IntervalOp.Kind;
import org.jspecify.annotations.Nullable;

/**
 * An op of an interval that is not sequenced yet. Immutable, with identity.
 *
 * @param ends where it puts the interval; {@code null} if nowhere else
 * @param localTime which edits of the text were made before
 */
record PendingInterval(
        IntervalEntry entry, IntervalOp op, @Nullable Ends ends, long localTime) {
    boolean is(Kind kind) {
        return op.kind() == kind;
    }
}
