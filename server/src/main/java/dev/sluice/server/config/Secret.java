package dev.sluice.server.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A text nobody may see: a tenant's key or an administrator's token.
 *
 * <p>It never prints itself, so no log line, record or configuration listing can show it by accident. Immutable.
 */
public final class Secret {
    private final String value;

    /**
     * Wraps a secret.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public Secret(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a secret is empty");
        }
        this.value = value;
    }

    /** Returns the secret itself; the caller must not print it. */
    public String reveal() {
        return value;
    }

    /** Tells whether {@code candidate} is this secret, in a time that does not depend on where they differ. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && matches(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
