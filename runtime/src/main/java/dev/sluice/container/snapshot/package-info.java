/**
 * Content of a document as it was stored: trees read from a snapshot of the service or from an attach op, and the form in which
 * attach ops carry them (runtime-formats §4.1, §7.1).
 *
 * <p>Reading a blob of a snapshot that did not come along asks the service and waits. Immutable; safe for use by many threads.
 */
@NullMarked
package dev.sluice.container.snapshot;

import org.jspecify.annotations.NullMarked;
