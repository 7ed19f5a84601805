/**
 * Makes the documents and logs that benchmarks read, in the folder layout of recordings (see {@code dev.sluice.replay}): the same
 * files for the same kind, size and seed.
 *
 * <p>A log is what containers of this runtime wrote while they edited one document at the same time over the service in memory.
 * Everything runs on one thread, by its own clock and chance.
 */
@NullMarked
package dev.sluice.bench.record;

import org.jspecify.annotations.NullMarked;
