package dev.sluice.gc.telemetry;

import dev.sluice.protocol.handle.NodePath;
import java.util.Map;

/**
 * A request for a node, as an application or a handle put it. Immutable.
 *
 * @param url what was asked for; it may have a query and lead into a data store
 * @param tombstones whether a tombstone will do
 * @param origin who asked
 * @since 0.1
 */
public record NodeRequest(String url, Tombstones tombstones, Origin origin) {
    /** What to do about tombstones. */
    public enum Tombstones {
        /** A tombstone is refused where the document and this client enforce that. */
        REFUSED,
        /** The header {@code allowTombstone}: the back door through which an application recovers one. */
        ALLOWED
    }

    /** Who asks. */
    public enum Origin {
        /** The application has a URL. */
        URL,
        /** The header {@code viaHandle}: the application has a handle. */
        HANDLE
    }

    /** Returns a request of an application that has a URL. */
    public static NodeRequest of(String url) {
        return new NodeRequest(url, Tombstones.REFUSED, Origin.URL);
    }

    /** Returns the node that is asked for, or the place in it. */
    public NodePath path() {
        return NodePath.ofUrl(url);
    }

    boolean allowsTombstone() {
        return tombstones == Tombstones.ALLOWED;
    }

    Map<String, Object> headers() {
        return Map.of("allowTombstone", allowsTombstone(), "viaHandle", origin == Origin.HANDLE);
    }
}
