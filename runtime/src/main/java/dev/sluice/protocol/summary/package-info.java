/**
 * Summary trees: what a client writes of a document, before it has Git ids, and the two JSON encodings it travels in.
 *
 * <p>Values are immutable; the codecs stream over jackson-core, hold nothing but the tree they build, and refuse input over
 * the given {@link dev.sluice.protocol.summary.SummaryLimits}. Nothing here does I/O of its own.
 */
@NullMarked
package dev.sluice.protocol.summary;

import org.jspecify.annotations.NullMarked;
