/**
 * What a collection decides: from what can be reached and how old the rest is, which nodes are in which stage, what becomes a
 * tombstone and what may be deleted, and why (garbage-collection §3, decision 2).
 *
 * <p>Pure: the same input gives the same plan, nothing is changed, and no clock is read. Immutable values.
 */
@NullMarked
package dev.sluice.collector.plan;

import org.jspecify.annotations.NullMarked;
