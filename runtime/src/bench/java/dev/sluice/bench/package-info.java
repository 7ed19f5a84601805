/**
 * Measures this runtime on recorded documents, beside the reference implementation's on the same files; {@code
 * runtime/src/bench/replay.sh} runs both.
 *
 * <p>{@link dev.sluice.bench.RecordedService} hands a recording's files to a container as a service would;
 * {@link dev.sluice.bench.OpenDocument} opens containers as an application does. Every measured run ends in
 * a digest of the document's state, which must be the same on both sides.
 */
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
