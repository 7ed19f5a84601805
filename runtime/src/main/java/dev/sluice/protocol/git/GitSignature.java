package dev.sluice.protocol.git;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Who wrote a commit, and when.
 *
 * <p>Times are cut to whole seconds, as Git does; two commits of one second may therefore be equal. Immutable.
 *
 * @param name without line breaks and angle brackets
 * @param email without line breaks and angle brackets
 * @param date whole seconds
 * @since 0.1
 */
public record GitSignature(String name, String email, Instant date) {
    /**
     * Creates a signature; the date is cut to whole seconds.
     *
     * @throws IllegalArgumentException if name or email would break the commit's format
     */
    public GitSignature {
        requirePlain(name);
        requirePlain(email);
        date = date.truncatedTo(ChronoUnit.SECONDS);
    }

    private static void requirePlain(String text) {
        if (text.chars().anyMatch(c -> c == '\n' || c == '<' || c == '>' || c == 0)) {
            throw new IllegalArgumentException("\"" + text + "\" cannot stand in a commit's signature");
        }
    }
}
