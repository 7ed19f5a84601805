package dev.sluice.dds.mergetree;

import org.jspecify.annotations.Nullable;

/** A part of a {@link SegmentTree}. */
abstract sealed class Node permits Block, Segment {
    /** The block it is in; none if it is the root or in no tree. */
    @Nullable
    Block parent;
}
