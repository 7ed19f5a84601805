package dev.sluice.server.bench;

import java.util.Locale;

/**
 * One number that is measured of each server.
 *
 * <p>Immutable.
 *
 * @param subject what was done, such as a shape of load
 * @param name what was measured of it
 */
record Metric(String subject, String name, Unit unit) {

    /** What a number counts, how it is printed, and which of two is the better one. */
    enum Unit {
        PER_SECOND("/s", 0, 1),
        MEGABYTES_PER_SECOND("MB/s", 1, 1),
        MILLISECONDS("ms", 2, -1),
        MICROSECONDS("µs", 1, -1),
        MEBIBYTES("MiB", 1, -1),
        KIBIBYTES("KiB", 1, -1),
        PERCENT("%", 0, 0);

        private final String symbol;
        private final int decimals;
        private final int direction;

        Unit(String symbol, int decimals, int direction) {
            this.symbol = symbol;
            this.decimals = decimals;
            this.direction = direction;
        }

        String format(double value) {
            return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + decimals + "f", value) : "—";
        }

        /** How many times {@code value} is better than {@code other}, below 1 if it is worse; empty if neither can be. */
        String advantage(double value, double other) {
            if (direction == 0 || value <= 0 || other <= 0) {
                return "";
            }
            return String.format(Locale.ROOT, "%.1f×", direction > 0 ? value / other : other / value);
        }
    }

    String label() {
        return name + ", " + unit.symbol;
    }
}
