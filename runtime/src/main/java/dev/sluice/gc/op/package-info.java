/**
 * The ops of collection that every client executes (garbage-collection §5). Immutable values.
 */
@NullMarked
package dev.sluice.gc.op;

import org.jspecify.annotations.NullMarked;
