package dev.sluice.server.transport.deltastream;

import dev.sluice.server.config.Limit;
import dev.sluice.server.config.RateLimit;
import java.time.Duration;
import java.util.Optional;

/**
 * What connections may send, and what they are told. Immutable.
 *
 * @param opMaxBytes how large an op's contents, metadata and compression together may be
 * @param opSizeCheck whether they may not even be larger than what clients are told; compatible services do not check that
 *     (SVC §3.8)
 * @param batchMaxOps how many messages one event may submit
 * @param ops how fast one client may submit
 * @param signals how fast one client may signal
 * @param noopTimeFrequency tells clients how long to wait before a noop
 * @param noopCountFrequency tells clients after how many ops to send a noop
 */
public record DeltaStreamOptions(
        int opMaxBytes,
        boolean opSizeCheck,
        int batchMaxOps,
        RateLimit ops,
        RateLimit signals,
        Optional<Duration> noopTimeFrequency,
        Optional<Integer> noopCountFrequency) {
    /** What clients of both modes are told of the size of messages; no service enforces it unless told to (SVC §6). */
    static final int ADVERTISED_BYTES = 16_384;

    /** Returns the limit that an op of so many bytes is over, if it is over one. */
    Optional<Limit> exceededBy(long opBytes) {
        if (opBytes > opMaxBytes) {
            return Optional.of(Limit.OP_BYTES);
        }
        return opSizeCheck && opBytes > ADVERTISED_BYTES ? Optional.of(Limit.OP_ADVERTISED_BYTES) : Optional.empty();
    }
}
