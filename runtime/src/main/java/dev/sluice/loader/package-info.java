/**
 * The life of a container: how it is created and loaded, connects, keeps quorum and audience, hands sequenced messages in order
 * to what it hosts, sends what that submits, and ends.
 *
 * <p>Reaches services through {@code driver} alone. What the ops mean is not known here: that is the
 * {@link dev.sluice.loader.HostedRuntime}'s. Time, chance, executors and timers are given to it. Everything mutable is confined
 * to its container's thread.
 */
@NullMarked
package dev.sluice.loader;

import org.jspecify.annotations.NullMarked;
