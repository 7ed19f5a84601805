/**
 * The order of one document: its sequencer, its members, its nacks and the answers to its summaries.
 *
 * <p>{@link dev.sluice.server.ordering.Sequencer} and {@link dev.sluice.server.ordering.Scribe} are pure state machines:
 * inputs and the time go in, effects come out. {@link dev.sluice.server.ordering.OpenDocument} is the thin shell that
 * stores what they decide and then tells the room. One document is confined to one event loop context; nothing is told
 * before it is durable.
 */
@NullMarked
package dev.sluice.server.ordering;

import org.jspecify.annotations.NullMarked;
