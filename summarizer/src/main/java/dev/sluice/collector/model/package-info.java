/**
 * A document's nodes, roots and references as runs of collection see them: the graph of the last run, what became of it since,
 * and what that means for the age of each node (garbage-collection §1).
 *
 * <p>Rests on {@code collector.graph}, to which it gives paths and from which it takes reachability. Confined to the document's
 * thread; reads no clock and does no I/O.
 */
@NullMarked
package dev.sluice.collector.model;

import org.jspecify.annotations.NullMarked;
