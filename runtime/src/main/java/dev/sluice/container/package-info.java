/**
 * The container runtime: what the ops of a document mean (runtime-formats §4 to §10).
 *
 * <p>{@link dev.sluice.container.ContainerRuntime} is driven by a container of {@code loader}: it takes the document's messages in
 * order, routes them to data stores, aliases, blobs and schema, collects the application's edits of one turn into batches, keeps
 * them until they are sequenced and submits them anew after a reconnect, and writes summaries. What a data store is comes from a
 * {@link dev.sluice.container.store.StoreFactory}.
 *
 * <p>Starts no thread and reads no clock but what its context offers. Everything is confined to the document's thread.
 */
@NullMarked
package dev.sluice.container;

import org.jspecify.annotations.NullMarked;
