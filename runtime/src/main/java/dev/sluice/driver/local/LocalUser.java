package dev.sluice.driver.local;

import java.util.Set;

/**
 * What a token would say. Immutable.
 *
 * @param id the user
 * @param scopes what is allowed, of {@code doc:read}, {@code doc:write} and {@code summary:write}
 * @since 0.1
 */
public record LocalUser(String id, Set<String> scopes) {
    /** May read. */
    static final String READ = "doc:read";
    /** May write. */
    static final String WRITE = "doc:write";
    /** May name summaries. */
    static final String SUMMARIZE = "summary:write";

    /** Makes one of a copy of the scopes. */
    public LocalUser {
        scopes = Set.copyOf(scopes);
    }

    /** Returns a user that may do everything. */
    public static LocalUser editor(String id) {
        return new LocalUser(id, Set.of(READ, WRITE, SUMMARIZE));
    }

    /** Returns a user that may only read. */
    public static LocalUser reader(String id) {
        return new LocalUser(id, Set.of(READ));
    }

    boolean mayWrite() {
        return scopes.contains(WRITE);
    }
}
