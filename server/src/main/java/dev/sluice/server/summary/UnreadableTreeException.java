package dev.sluice.server.summary;

import dev.sluice.protocol.git.GitId;

/** A tree could not be followed to its end. The message names the object and the path. */
public final class UnreadableTreeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean missing;

    private UnreadableTreeException(String message, boolean missing) {
        super(message);
        this.missing = missing;
    }

    static UnreadableTreeException missing(String path, GitId id) {
        return new UnreadableTreeException("Could not find " + id + (path.isEmpty() ? "." : " at " + path + "."), true);
    }

    static UnreadableTreeException tooLarge(String path, TreeLimits limits) {
        return new UnreadableTreeException(
                "a tree exceeds " + limits.maxDepth() + " levels or " + limits.maxEntries() + " entries at \"" + path
                        + "\"",
                false);
    }

    /** Tells whether an object was missing; else the tree was over a limit. */
    public boolean isMissing() {
        return missing;
    }
}
