package dev.sluice.collector.bench.generate;

import dev.sluice.collector.graph.Edges;
import java.util.SplittableRandom;

/**
 * A graph shaped like a large Fluid document. Node 0 is the container; four nodes a data store follow, itself and three channels.
 * A fifth of the stores is garbage. Confined to one thread.
 */
final class FluidShape {
    private static final int PER_STORE = 4;
    private static final int CHANNELS = PER_STORE - 1;
    private static final double ZIPF_EXPONENT = 1.05;
    private static final int ROOT_EVERY = 1000;
    private static final int LARGEST_GROUP = 8;

    private final SplittableRandom random;
    private final EdgeList edges = new EdgeList();
    private final int stores;
    private final int live;
    /** Which store is the i-th; the first {@link #live} are alive. So garbage lies among live stores. */
    private final int[] shuffled;

    FluidShape(int nodes, long seed) {
        random = new SplittableRandom(seed);
        stores = Math.max(1, (nodes - 1) / PER_STORE);
        live = Math.max(1, stores - stores / 5);
        shuffled = shuffle(stores);
    }

    int nodes() {
        return 1 + stores * PER_STORE;
    }

    Edges edges() {
        for (int store = 0; store < stores; store++) {
            for (int channel = 1; channel <= CHANNELS; channel++) {
                edges.add(nodeOf(store), nodeOf(store) + channel);
                edges.add(nodeOf(store) + channel, nodeOf(store));
            }
        }
        keepAlive();
        addHandles();
        addGarbage();
        return edges.toEdges(nodes());
    }

    /** One live store in 1000 is a root, and each other one hangs on one before it. */
    private void keepAlive() {
        for (int i = 0; i < live; i++) {
            if (i % ROOT_EVERY == 0) {
                edges.add(0, nodeOf(shuffled[i]));
            } else {
                handle(shuffled[i - 1 - random.nextInt(i)], shuffled[i], 0);
            }
        }
    }

    /** Two handles for each live store, to the popular ones among them. */
    private void addHandles() {
        Zipf popular = new Zipf(live, ZIPF_EXPONENT);
        int[] byRank = shuffle(live);
        for (int i = 0; i < 2 * live; i++) {
            int target = shuffled[byRank[popular.next(random)]];
            int channel = random.nextInt(10) == 0 ? 1 + random.nextInt(CHANNELS) : 0;
            handle(shuffled[random.nextInt(live)], target, channel);
        }
    }

    /** Groups of stores that refer to each other, every other group in a circle, and each store into the live ones too. */
    private void addGarbage() {
        boolean isCycle = false;
        for (int i = live; i < stores; ) {
            int group = Math.min(stores - i, 1 + random.nextInt(LARGEST_GROUP));
            for (int k = 0; k < group; k++) {
                if (k + 1 < group || isCycle) {
                    handle(shuffled[i + k], shuffled[i + (k + 1) % group], 0);
                }
                handle(shuffled[i + k], shuffled[random.nextInt(live)], 0);
            }
            isCycle = !isCycle;
            i += group;
        }
    }

    /** A handle in one of the channels of {@code from}, to a channel of {@code to} or, with 0, to itself. */
    private void handle(int from, int to, int channel) {
        edges.add(nodeOf(from) + 1 + random.nextInt(CHANNELS), nodeOf(to) + channel);
    }

    private static int nodeOf(int store) {
        return 1 + store * PER_STORE;
    }

    private int[] shuffle(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        return order;
    }
}
