package dev.sluice.server.config;

/** Values between which settings may lie, and the units they are counted in. */
final class Bounds {
    /** No limit to speak of. */
    static final int MANY = 1_000_000_000;

    static final long MIB = 1L << 20;
    static final long GIB = 1L << 30;
    static final long TIB = 1L << 40;
    static final long DAY_MS = 86_400_000L;

    private Bounds() {}
}
