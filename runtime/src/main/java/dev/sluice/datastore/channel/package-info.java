/**
 * What a data store and its channels know of each other: a {@link dev.sluice.datastore.channel.Channel} is driven with sequenced
 * ops and asked for its summary, and reaches the world through its {@link dev.sluice.datastore.channel.ChannelContext} alone.
 * Data structures implement the one, data stores the other.
 *
 * <p>Pure vocabulary: no I/O, no clock, no thread. Everything mutable is confined to its document's thread.
 */
@NullMarked
package dev.sluice.datastore.channel;

import org.jspecify.annotations.NullMarked;
