package dev.sluice.restore;

/**
 * What is to keep a restored node from now on. Immutable.
 *
 * @since 0.1
 */
public sealed interface Keep {
    /**
     * An alias; for data stores.
     *
     * @param name not taken yet, without slash
     */
    record Alias(String name) implements Keep {}

    /**
     * A key that is not used yet.
     *
     * @param holder path of a map, {@code /store/channel}, or of a place in a directory, {@code /store/channel/sub/directory}; it
     *     must be referenced itself
     * @param key in it
     */
    record Key(String holder, String key) implements Keep {}
}
