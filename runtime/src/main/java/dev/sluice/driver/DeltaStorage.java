package dev.sluice.driver;

import dev.sluice.protocol.SequencedMessage;
import java.util.List;

/**
 * The op log of one document. Safe for use by many threads; see {@link CatchUp} for long ranges.
 *
 * @since 0.1
 */
public interface DeltaStorage {
    /** How many ops one request asks for (SVC §1.8). */
    int PAGE_OPS = 2000;

    /**
     * Returns the ops with {@code after} &lt; number &lt; {@code before}, or the first of them; blocks.
     *
     * <p>What is returned is contiguous and begins at {@code after + 1}; it is empty if the log does not reach that far.
     *
     * @param after from 0; 0 is the beginning
     * @param before at most {@value #PAGE_OPS} ops are asked for, however far away it is
     * @throws DriverException if the ops do not exist any more, or the service refuses or cannot be reached
     */
    List<SequencedMessage> fetch(long after, long before);
}
