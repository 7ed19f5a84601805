package dev.sluice.driver;

import java.util.Optional;

/**
 * What a client tells others about itself. Immutable.
 *
 * @param interactive whether a person works with it; summarizers are not
 * @param type the kind of client, {@code summarizer} for one that writes summaries
 * @param environment what it runs on, for people
 * @param userId replaced by the user in the token where there is one
 * @since 0.1
 */
public record ClientDescription(boolean interactive, Optional<String> type, String environment, String userId) {
    /** A client that a person works with. */
    public static final ClientDescription INTERACTIVE =
            new ClientDescription(true, Optional.empty(), "sluice", "anonymous");

    /** A client that edits, of which nobody expects that it summarizes: it is left out when that is decided (RT-081). */
    public static final ClientDescription HEADLESS =
            new ClientDescription(false, Optional.empty(), "sluice", "anonymous");

    /** A client that writes summaries. */
    public static final ClientDescription SUMMARIZER =
            new ClientDescription(false, Optional.of("summarizer"), "sluice", "summarizer");
}
