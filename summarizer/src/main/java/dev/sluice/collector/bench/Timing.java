package dev.sluice.collector.bench;

import java.util.Arrays;

/** Runs something until it is compiled, then measures it. Confined to one thread. */
final class Timing {
    private static final long WARM_UP_NS = 2_000_000_000L;
    private static final int MOST_WARM_UPS = 200;

    private Timing() {}

    /** Returns the median time of {@code runs} runs in milliseconds, after at least three and for some seconds that do not count. */
    static double median(int runs, Runnable work) {
        long begin = System.nanoTime();
        for (int i = 0; i < 3 || (i < MOST_WARM_UPS && System.nanoTime() - begin < WARM_UP_NS); i++) {
            work.run();
        }
        double[] ms = new double[runs];
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            work.run();
            ms[i] = (System.nanoTime() - start) / 1e6;
        }
        return median(ms);
    }

    static double median(double... ms) {
        double[] sorted = ms.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
