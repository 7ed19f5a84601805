package dev.sluice.driver;

import dev.sluice.protocol.RawJson;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A signal to send. To a service without targeted signals only the content goes out, and everybody receives it. Immutable.
 *
 * @param content opaque; clients of today expect a JSON string that holds JSON
 * @param type for the receivers, if any; clients of today refuse signals that have one
 * @param clientConnectionNumber this connection's own count, if any
 * @param referenceSequenceNumber the newest op seen, if it matters
 * @param targetClientId the only receiver; {@code null} for everybody, this client included
 * @since 0.1
 */
public record OutboundSignal(
        RawJson content,
        @Nullable String type,
        OptionalLong clientConnectionNumber,
        OptionalLong referenceSequenceNumber,
        @Nullable String targetClientId) {
    /** Returns a signal to everybody. */
    public static OutboundSignal toAll(RawJson content) {
        return new OutboundSignal(content, null, OptionalLong.empty(), OptionalLong.empty(), null);
    }

    /** Returns a signal to one connection. */
    public static OutboundSignal to(String clientId, RawJson content) {
        return new OutboundSignal(content, null, OptionalLong.empty(), OptionalLong.empty(), clientId);
    }
}
