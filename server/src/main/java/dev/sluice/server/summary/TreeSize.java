package dev.sluice.server.summary;

/**
 * How large a tree is when everything below it is listed, a tree named in two places counting twice.
 *
 * <p>Sums stop growing at {@value #MOST}: a few small trees can name each other so that their listing would have more entries
 * than a {@code long} can count. Immutable.
 *
 * @param entries entries below the tree, on all levels
 * @param depth trees below one another, this one included
 * @param pathChars length of the paths of all entries, from this tree down
 */
record TreeSize(long entries, int depth, long pathChars) {
    /** A tree without entries. */
    static final TreeSize EMPTY = new TreeSize(0, 1, 0);

    private static final long MOST = 1L << 40;

    /** Returns the size with one more entry that has nothing below it. */
    TreeSize plusBlob(String name) {
        return new TreeSize(bounded(entries + 1), depth, bounded(pathChars + name.length()));
    }

    /** Returns the size with one more entry that is a tree of the given size. */
    TreeSize plusTree(String name, TreeSize below) {
        long prefixes = below.entries * (name.length() + 1L);
        return new TreeSize(
                bounded(entries + 1 + below.entries),
                Math.max(depth, below.depth + 1),
                bounded(pathChars + name.length() + below.pathChars + prefixes));
    }

    private static long bounded(long sum) {
        return Math.min(sum, MOST);
    }
}
