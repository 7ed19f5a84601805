/**
 * The life of garbage, from the last reference to the restore. {@code Board} is the document, {@code WalkThrough} the program that
 * takes it through all stages, {@code Narrator} what it prints, and {@code Calendar} the clock that it moves.
 */
@NullMarked
package dev.sluice.samples.collection;

import org.jspecify.annotations.NullMarked;
