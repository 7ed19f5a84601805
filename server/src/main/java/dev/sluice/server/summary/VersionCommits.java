package dev.sluice.server.summary;

import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitSignature;
import java.time.Instant;
import java.util.List;

/** The commits the service writes, signed as clients know them (SVC §1.6, §4.8). Pure. */
public final class VersionCommits {
    private static final String NAME = "Routerlicious Service";
    private static final String CREATION_EMAIL = "dummy@microsoft.com";
    private static final String SUMMARY_EMAIL = "praguertdev@microsoft.com";
    private static final String CREATION_MESSAGE = "New document";

    private VersionCommits() {}

    /** Returns the first commit of a document. */
    public static GitCommit newDocument(GitId tree, Instant now) {
        GitSignature service = new GitSignature(NAME, CREATION_EMAIL, now);
        return new GitCommit(tree, List.of(), service, service, CREATION_MESSAGE);
    }

    /**
     * Returns the commit of an accepted summary.
     *
     * @param parents as the client proposed them, newest first
     * @param message as the client proposed it
     */
    public static GitCommit summary(GitId tree, List<GitId> parents, String message, Instant now) {
        GitSignature service = new GitSignature(NAME, SUMMARY_EMAIL, now);
        return new GitCommit(tree, parents, service, service, message);
    }
}
