/**
 * The vocabulary of the Fluid protocol: messages, summary trees, snapshots, Git objects and their JSON codecs.
 *
 * <p>Everything here is immutable or a pure function; nothing does I/O, starts a thread or reads a clock. Op contents stay
 * raw bytes: a service never looks inside them. It relies on jackson-core alone.
 */
@NullMarked
package dev.sluice.protocol;

import org.jspecify.annotations.NullMarked;
