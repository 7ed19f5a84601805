/**
 * A run of garbage collection: takes the graph of an open container, plans, and carries the plan out (garbage-collection §3, §9).
 *
 * <p>Decisions are {@code collector.plan}'s, what can be reached is {@code collector.model}'s; here is the shell around them. Confined
 * to the document's thread; does no I/O; a clock that
 * measures runs decides nothing in them.
 */
@NullMarked
package dev.sluice.collector;

import org.jspecify.annotations.NullMarked;
