/**
 * Batches: how runtime messages that are applied together travel in ops, alone, marked or grouped, compressed, in chunks, and
 * how they are had back (runtime-formats §4, §6).
 *
 * <p>{@link dev.sluice.container.batch.InboundBatches} turns the sequenced ops of a document into batches of runtime messages;
 * {@link dev.sluice.container.batch.OutboundBatches} turns a local batch into messages to submit. Neither knows data stores or
 * connections. Pure: no I/O, no clock. What keeps state is confined to its document's thread.
 */
@NullMarked
package dev.sluice.container.batch;

import org.jspecify.annotations.NullMarked;
