package dev.sluice.server.auth;

import dev.sluice.server.config.Limit;
import java.util.Optional;

/** The outcome of looking at a token. */
public sealed interface TokenCheck {
    /** The token is good for what was asked. Immutable. */
    record Verified(TokenClaims claims) implements TokenCheck {}

    /**
     * The token is not good. Immutable.
     *
     * @param status 401 when another token may help, else 403
     * @param message what clients are told
     * @param internalErrorCode a code that clients may act on
     */
    record Refused(int status, String message, Optional<String> internalErrorCode) implements TokenCheck {
        static final Refused MISSING = forbidden("Must provide an authorization token");
        static final Refused UNREADABLE = unauthorized("Invalid token");
        static final Refused EXPIRED = unauthorized("Token expired");
        static final Refused MISMATCH =
                forbidden("DocumentId and/or TenantId in token claims do not match requested resource");
        static final Refused NO_DOCUMENT = forbidden("The token names no document; it is good for creating one only");
        static final Refused NO_SCOPES = forbidden("Missing scopes in token claims");
        static final Refused BAD_SIGNATURE = forbidden("Invalid token signature");
        static final Refused UNKNOWN_TENANT = forbidden("Unknown tenant");
        static final Refused NO_EXPIRY = forbidden("Token has no expiry, which this tenant requires");
        static final Refused TOO_LONG = forbidden("Token lifetime is longer than this tenant allows");
        static final Refused REVOKED = new Refused(403, "Token has been revoked", Optional.of("TokenRevoked"));

        private static Refused unauthorized(String message) {
            return new Refused(401, message, Optional.empty());
        }

        private static Refused forbidden(String message) {
            return new Refused(403, message, Optional.empty());
        }

        /** Returns the limit that the token is over, if that is why it is refused. */
        public Optional<Limit> exceeded() {
            return equals(TOO_LONG) ? Optional.of(Limit.TOKEN_LIFETIME) : Optional.empty();
        }

        /** Returns the refusal of a token for another document than the one asked for. */
        public static Refused otherDocument(String asked) {
            return forbidden("The token is for another document than " + asked + ".");
        }

        /** Returns the refusal of a good token that does not permit what was asked. */
        public static Refused missingScope(String scope) {
            return forbidden("Token lacks the scope " + scope);
        }
    }
}
