package dev.sluice.protocol.summary;

/**
 * A node of a summary tree. Immutable.
 *
 * @since 0.1
 */
public sealed interface SummaryObject permits SummaryTree, SummaryBlob, SummaryHandle, SummaryAttachment {
    /** Returns which of the four kinds this is. */
    SummaryType type();
}
