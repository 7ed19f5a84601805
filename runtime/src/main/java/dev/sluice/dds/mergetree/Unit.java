package dev.sluice.dds.mergetree;

/**
 * One unit of a list. Immutable.
 *
 * @param content what it holds
 * @param position where it is in view; −1 if it is not
 * @param isRemoved whether its removal is sequenced
 * @since 0.1
 */
public record Unit(SegmentContent content, int position, boolean isRemoved) {}
