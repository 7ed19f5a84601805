package dev.sluice.server.summary;

import dev.sluice.protocol.git.GitId;
import dev.sluice.server.config.Limit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tree could not be followed to its end. The message names the object and the path. */
public final class UnreadableTreeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int PATH_SHOWN_CHARS = 1024;

    private final @Nullable Limit exceeded;

    private UnreadableTreeException(String message, @Nullable Limit exceeded) {
        super(message);
        this.exceeded = exceeded;
    }

    static UnreadableTreeException missing(String path, GitId id) {
        return new UnreadableTreeException("Could not find " + id + (path.isEmpty() ? "." : " at " + path + "."), null);
    }

    static UnreadableTreeException tooLarge(String path, TreeLimits limits, Limit exceeded) {
        return new UnreadableTreeException(
                "a tree exceeds " + limits.maxDepth() + " levels, " + limits.maxEntries() + " entries or "
                        + limits.maxPathChars() + " characters of paths at \"" + shortened(path) + "\"",
                exceeded);
    }

    private static String shortened(String path) {
        return path.length() <= PATH_SHOWN_CHARS ? path : path.substring(0, PATH_SHOWN_CHARS) + "…";
    }

    /** Returns the limit that the tree was over; empty if an object was missing. */
    public Optional<Limit> exceeded() {
        return Optional.ofNullable(exceeded);
    }
}
