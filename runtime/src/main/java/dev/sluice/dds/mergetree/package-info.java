/**
 * The merge-tree: a list that many clients edit at once, underneath strings and the rows and columns of matrices
 * (dds-formats §9). {@link dev.sluice.dds.mergetree.MergeTree} is the way in; contents are given to it as
 * {@link dev.sluice.dds.mergetree.SegmentContent}.
 *
 * <p>Pure: no I/O, no clock, no thread. Everything mutable is confined to its document's thread.
 */
@NullMarked
package dev.sluice.dds.mergetree;

import org.jspecify.annotations.NullMarked;
