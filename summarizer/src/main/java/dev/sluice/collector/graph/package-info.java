/**
 * The reference graph and its marking: which nodes can be reached from the roots, found from scratch or out of what changed
 * since the last run (garbage-collection §1.5, §1.7).
 *
 * <p>Paths are letters here and nodes are integers; nothing in this package knows what a document is, or relies on anything but
 * the JDK. Graphs and marks are confined to one thread at a time; sets of nodes and edges that were handed out are immutable
 * where they say so.
 */
@NullMarked
package dev.sluice.collector.graph;

import org.jspecify.annotations.NullMarked;
