package dev.sluice.loader;

import dev.sluice.driver.Version;
import dev.sluice.protocol.DocumentKey;
import java.util.Optional;

/**
 * What to load, and how far. Immutable.
 *
 * @param key the document
 * @param version what to begin with; the newest if empty
 * @param pending what an earlier container left
 * @param extent how far to go
 * @since 0.1
 */
public record LoadRequest(DocumentKey key, Optional<Version> version, Optional<PendingState> pending, Extent extent) {
    /** How far a container follows its document. */
    public enum Extent {
        /** It connects and stays up to date. */
        LIVE,
        /** It stays at the version until {@link Container#connect} is called. */
        PAUSED,
        /** It stays at the version for good, readonly: there is no live stream. */
        STORAGE_ONLY
    }

    /** Loads the newest version and stays up to date. */
    public static LoadRequest latest(DocumentKey key) {
        return new LoadRequest(key, Optional.empty(), Optional.empty(), Extent.LIVE);
    }

    /** Loads a version and goes on from there. */
    public static LoadRequest at(DocumentKey key, Version version) {
        return new LoadRequest(key, Optional.of(version), Optional.empty(), Extent.LIVE);
    }

    /** Goes on where an earlier container ended. */
    public static LoadRequest pending(PendingState pending) {
        return new LoadRequest(pending.key(), Optional.of(pending.base()), Optional.of(pending), Extent.LIVE);
    }

    /** Returns this request with another extent. */
    public LoadRequest to(Extent other) {
        return new LoadRequest(key, version, pending, other);
    }
}
