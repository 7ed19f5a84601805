package dev.sluice.collector.bench.generate;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Picks small numbers more often than large ones: {@code i} with a weight of {@code (i + 1) ^ -exponent}. Confined to one thread. */
final class Zipf {
    private final double[] cumulated;

    Zipf(int count, double exponent) {
        cumulated = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += StrictMath.pow(i + 1, -exponent);
            cumulated[i] = sum;
        }
    }

    int next(SplittableRandom random) {
        double point = random.nextDouble() * cumulated[cumulated.length - 1];
        int found = Arrays.binarySearch(cumulated, point);
        return Math.min(found < 0 ? -found - 1 : found, cumulated.length - 1);
    }
}
