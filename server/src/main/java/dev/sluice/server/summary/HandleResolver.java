package dev.sluice.server.summary;

import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.protocol.summary.SummaryAttachment;
import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what a summary takes over from an earlier version. */
@FunctionalInterface
public interface HandleResolver {
    /** Resolves nothing: a first summary has nothing before it. */
    HandleResolver NONE = target -> Optional.empty();

    /**
     * Finds the object a handle or a bare blob id stands for.
     *
     * @param target {@code <commit>/<path>} or a blob's id
     * @return its type and id under any name; nothing if it does not resolve
     */
    Optional<GitTreeEntry> resolve(String target);

    /**
     * Looks up everything that a summary takes over, and returns a resolver that knows the answers.
     *
     * <p>It needs no view any more: hashing a large summary takes longer than a view should be open.
     */
    static HandleResolver of(SummaryTree summary, TreeReader reader) {
        Map<String, GitTreeEntry> found = new HashMap<>();
        lookUp(summary, reader, found);
        return target -> Optional.ofNullable(found.get(target));
    }

    private static void lookUp(SummaryTree summary, TreeReader reader, Map<String, GitTreeEntry> found) {
        for (SummaryObject part : summary.entries().values()) {
            if (part instanceof SummaryTree below) {
                lookUp(below, reader, found);
            } else if (part instanceof SummaryHandle handle) {
                lookUp(handle.target(), reader).ifPresent(entry -> found.put(handle.target(), entry));
            } else if (part instanceof SummaryAttachment attachment) {
                String target = attachment.id().toHex();
                lookUp(target, reader).ifPresent(entry -> found.put(target, entry));
            }
        }
    }

    private static Optional<GitTreeEntry> lookUp(String target, TreeReader reader) {
        List<String> parts = Arrays.asList(target.split("/", -1));
        if (!GitId.isGitId(parts.get(0))) {
            return Optional.empty();
        }
        GitId first = GitId.parse(parts.get(0));
        if (parts.size() == 1) {
            return Optional.of(first)
                    .filter(reader::contains)
                    .map(blob -> new GitTreeEntry("blob", GitObjectType.BLOB, blob));
        }
        List<String> names =
                parts.stream().skip(1).filter(name -> !name.isEmpty()).toList();
        return reader.commit(first).map(GitCommit::tree).flatMap(root -> AppTree.resolve(reader, root, names));
    }
}
