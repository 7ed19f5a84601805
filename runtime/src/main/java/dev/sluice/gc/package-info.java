/**
 * What every client needs of garbage collection, whether it collects or not; this package itself holds only what the packages
 * below have in common.
 *
 * <p>Relies on the protocol's vocabulary alone: containers drive it, collectors build on it. It does no I/O, starts no thread and
 * reads no clock.
 */
@NullMarked
package dev.sluice.gc;

import org.jspecify.annotations.NullMarked;
