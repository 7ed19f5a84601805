package dev.sluice.server.transport.engineio;

import java.util.Base64;
import java.util.random.RandomGenerator;

/** Makes ids that cannot be guessed: 20 URL-safe characters that stand for 120 random bits. Safe as its random source is. */
public final class SessionIds {
    private static final int RANDOM_BYTES = 15;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final RandomGenerator random;

    /** Draws from {@code random}, which must be safe for many threads; in service a {@link java.security.SecureRandom}. */
    public SessionIds(RandomGenerator random) {
        this.random = random;
    }

    /** Returns a new id. */
    public String next() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return ENCODER.encodeToString(bytes);
    }
}
