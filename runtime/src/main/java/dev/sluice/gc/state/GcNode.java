package dev.sluice.gc.state;

import java.util.List;
import java.util.OptionalLong;

/**
 * What is stored of one node of the reference graph. Immutable.
 *
 * @param routes where it refers to, by absolute path; they may name nodes that do not exist
 * @param unreferencedAtMs since when nothing that counts refers to it, in sequenced time; empty if something does
 * @since 0.1
 */
public record GcNode(List<String> routes, OptionalLong unreferencedAtMs) {
    /** Copies the list. */
    public GcNode {
        routes = List.copyOf(routes);
    }

    /** Returns a node that is referenced. */
    public static GcNode referenced(List<String> routes) {
        return new GcNode(routes, OptionalLong.empty());
    }

    /** Returns a node that is not. */
    public static GcNode unreferenced(List<String> routes, long sinceMs) {
        return new GcNode(routes, OptionalLong.of(sinceMs));
    }
}
