/**
 * Replays documents from recordings: the summary they began with, or one uploaded later, and the ops since, as files of the layout
 * that {@code sluice doc export} writes and that the reference implementation's recordings have.
 *
 * <p>{@link dev.sluice.replay.Recording} reads the files and runs the ops through a container runtime;
 * {@link dev.sluice.replay.ReplayedDocument} says what became of each channel in plain JSON;
 * {@link dev.sluice.replay.StateCheck} compares that with what a recording says. Stands on the container runtime and all data
 * structures; opens no file itself, starts no thread, reads no clock. Everything is confined to one thread unless it says that it
 * is immutable.
 */
@NullMarked
package dev.sluice.replay;

import org.jspecify.annotations.NullMarked;
