package dev.sluice.dds.directory;

import dev.sluice.dds.Origin;

/**
 * A directory appeared or disappeared in view. Immutable.
 *
 * @param name its name
 * @param kind which of the two
 * @param origin who is the cause
 * @since 0.1
 */
public record SubdirectoryChange(String name, Kind kind, Origin origin) {
    /** The kinds of changes. */
    public enum Kind {
        /** It is there. */
        CREATED,
        /** It is gone. */
        DELETED
    }
}
