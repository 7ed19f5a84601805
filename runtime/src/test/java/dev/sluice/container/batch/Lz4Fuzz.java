package dev.sluice.container.batch;

import dev.sluice.fuzz.Findings;
import java.util.Arrays;

/** Frames of compressed ops. */
public final class Lz4Fuzz {
    private static final int MAX_BYTES = 1 << 20;

    private Lz4Fuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Findings.refuseOrTake(() -> {
            if (Lz4Frame.decompress(input, MAX_BYTES).length > MAX_BYTES) {
                throw new AssertionError("more than the limit");
            }
        });
        Findings.refuseOrTake(() -> {
            if (!Arrays.equals(Lz4Frame.decompress(Lz4Frame.compress(input), input.length), input)) {
                throw new AssertionError("not what was compressed");
            }
        });
    }
}
