package dev.sluice.collector.bench;

import java.util.Locale;

/**
 * One measured figure. Immutable.
 *
 * @param name what was measured
 * @param nodes how many nodes the graph has
 * @param edges how many edges were walked, built or changed
 * @param ms the median of the time, in milliseconds
 * @param perNodes over how many nodes the time is divided
 * @param bytes how many bytes the result takes
 * @since 0.1
 */
public record Figure(String name, long nodes, long edges, double ms, long perNodes, long bytes) {
    /** Returns the line that is printed; stable. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "RESULT %s n=%d edges=%d ms=%.4f Medges/s=%.2f ns/node=%.2f bytes/node=%.2f",
                name,
                nodes,
                edges,
                ms,
                edges / ms / 1e3,
                ms * 1e6 / Math.max(1, perNodes),
                (double) bytes / Math.max(1, nodes));
    }
}
