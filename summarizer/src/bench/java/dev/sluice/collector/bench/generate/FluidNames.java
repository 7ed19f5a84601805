package dev.sluice.collector.bench.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Paths for the nodes of a {@link FluidShape}: {@code /}, then {@code /uuid}, {@code /uuid/root} and {@code /uuid/uuid}. */
final class FluidNames {
    private FluidNames() {}

    static List<String> of(int nodes, long seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        List<String> names = new ArrayList<>(nodes);
        names.add("/");
        String store = "";
        for (int id = 1; id < nodes; id++) {
            int part = (id - 1) % 4;
            if (part == 0) {
                store = "/" + uuid(random);
                names.add(store);
            } else {
                names.add(store + "/" + (part == 1 ? "root" : uuid(random)));
            }
        }
        return names;
    }

    private static UUID uuid(SplittableRandom random) {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
