/**
 * Data stores: replicated objects that live together, have one id and are made known together (runtime-formats §13).
 *
 * <p>{@link dev.sluice.datastore.DataStore} is what applications hold and what {@code container} drives; it drives channels. Which
 * channels there are comes from {@link dev.sluice.datastore.ChannelRegistry}; others are carried as they are. Confined to the
 * document's thread; no I/O but for content that did not come along with the snapshot.
 */
@NullMarked
package dev.sluice.datastore;

import org.jspecify.annotations.NullMarked;
