/**
 * How long nodes have been unreferenced, and what stage of garbage that makes them (garbage-collection §3).
 *
 * <p>Stages follow sequenced time, which arrives as an argument; timers, which arrive as an interface, only move them on while
 * nothing is sequenced. Confined to the document's thread.
 */
@NullMarked
package dev.sluice.gc.ageing;

import org.jspecify.annotations.NullMarked;
