/**
 * Who writes a document's summaries, and when: election, heuristics, attempts and their answers; a summarizer that works beside an
 * application's container, and one that works alone (runtime-formats §7.6 to §7.8).
 *
 * <p>Decisions are pure state machines; around them lies a shell that opens containers, rings timers and submits. What belongs to a
 * container is confined to its thread; the rest says so.
 */
@NullMarked
package dev.sluice.agent;

import org.jspecify.annotations.NullMarked;
