package dev.sluice.driver;

import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.TenantId;
import java.util.Optional;

/**
 * What a token is needed for. Immutable.
 *
 * @param tenant the owner of the document
 * @param document the document; empty while it is being created
 * @param surface which part of the service will see it; one token may serve both
 * @param freshness whether the one before was refused
 * @since 0.1
 */
public record TokenRequest(TenantId tenant, Optional<DocumentId> document, Surface surface, Freshness freshness) {
    /** The parts of a service that want tokens. */
    public enum Surface {
        /** Documents, op log and live stream. */
        ORDERER,
        /** Versions and blobs. */
        STORAGE
    }

    /** Whether a token may be an old one. */
    public enum Freshness {
        /** Any token that has not expired. */
        ANY,
        /** The last one was refused: another is needed. */
        NEW
    }
}
