/**
 * What an application may set of garbage collection, what a document has persisted of it, and what follows from both for one
 * session (garbage-collection §2).
 *
 * <p>Immutable values and pure functions.
 */
@NullMarked
package dev.sluice.gc.config;

import org.jspecify.annotations.NullMarked;
