/**
 * Distributed data structures (dds-formats): what is common to all of them. Each structure has a package of its own below;
 * those packages tell what each does.
 *
 * <p>A structure is a {@link dev.sluice.datastore.channel.Channel} of its data store; applications use the methods that the
 * structure itself declares and leave those of the channel to the data store. What an application edits shows at once, unless
 * the structure's own description says that it waits for consensus.
 *
 * <p>Relies on the vocabulary of channels and of JSON. Pure: no I/O, no clock, no thread. Everything mutable is confined to its
 * document's thread; values, handles and events are immutable.
 */
@NullMarked
package dev.sluice.dds;

import org.jspecify.annotations.NullMarked;
