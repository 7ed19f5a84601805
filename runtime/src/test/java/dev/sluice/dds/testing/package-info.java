/**
 * A small service with replicas of one channel, each step of which is chosen from outside: what data structures are tested with.
 *
 * <p>Deterministic and confined to one thread.
 */
@NullMarked
package dev.sluice.dds.testing;

import org.jspecify.annotations.NullMarked;
