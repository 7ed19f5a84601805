package dev.sluice.protocol.summary;

/**
 * A part of an earlier summary that is taken over unchanged.
 *
 * <p>The raw encoding names it by a path below the summary before; the whole-summary encoding by {@code <commit>/<path>}.
 * The text is kept as it came. Immutable.
 *
 * @param target where the part is found; segments are encoded as stored
 * @param targetType what the part is: a tree, a blob or an attachment
 * @since 0.1
 */
public record SummaryHandle(String target, SummaryType targetType) implements SummaryObject {
    /**
     * Creates a handle.
     *
     * @throws IllegalArgumentException if {@code targetType} is a handle itself
     */
    public SummaryHandle {
        if (targetType == SummaryType.HANDLE) {
            throw new IllegalArgumentException(
                    "handle \"" + target + "\" leads to a handle; expected a tree or a blob");
        }
    }

    @Override
    public SummaryType type() {
        return SummaryType.HANDLE;
    }
}
