package dev.sluice.driver;

import dev.sluice.protocol.RawJson;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A signal that came in: not ordered among ops, and kept by nobody. Immutable.
 *
 * @param clientId who sent it; {@code null} for the service itself, which tells who joins and leaves
 * @param content opaque, normally a JSON string
 * @param type given by the sender, if any
 * @param clientConnectionNumber the sender's own count, if any
 * @param referenceSequenceNumber the newest op the sender had seen, if it told
 * @param targetClientId the only receiver, if it is not for everybody
 * @since 0.1
 */
public record Signal(
        @Nullable String clientId,
        RawJson content,
        @Nullable String type,
        OptionalLong clientConnectionNumber,
        OptionalLong referenceSequenceNumber,
        @Nullable String targetClientId) {}
