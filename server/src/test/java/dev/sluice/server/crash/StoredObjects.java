package dev.sluice.server.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitSignature;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.server.bench.client.FluidRest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The Git objects that the service gives out, each put together again from its answer and hashed (I6).
 *
 * <p>Every object is fetched once. Confined to one thread.
 */
final class StoredObjects {
    private final FluidRest rest;
    private final Set<String> sound = new HashSet<>();

    StoredObjects(FluidRest rest) {
        this.rest = rest;
    }

    /** Requires a blob to be there. */
    void blob(String sha) {
        if (sound.add(sha)) {
            byte[] content = rest.send(rest.rawBlobDownload(sha)).succeeded().bytes();
            require(sha, GitHash.of(GitObjectType.BLOB, content));
        }
    }

    /** Requires a tree to be there, and all below it. */
    void tree(String sha) {
        if (!sound.add(sha)) {
            return;
        }
        List<GitTreeEntry> entries = new ArrayList<>();
        for (JsonNode entry : rest.send(rest.treeDownload(sha)).json().path("tree")) {
            entries.add(new GitTreeEntry(
                    entry.path("path").asText(),
                    GitTree.typeOf(entry.path("mode").asText()),
                    GitId.parse(entry.path("sha").asText())));
        }
        require(sha, GitTree.of(entries).id());
        for (GitTreeEntry entry : entries) {
            if (entry.type() == GitObjectType.TREE) {
                tree(entry.id().toHex());
            } else {
                blob(entry.id().toHex());
            }
        }
    }

    /** Requires a commit and its tree to be there; returns the commits from it back to the first. */
    List<String> history(String head) {
        List<String> commits = new ArrayList<>();
        String next = head;
        while (!next.isEmpty()) {
            commits.add(next);
            JsonNode commit = rest.send(rest.commitDownload(next)).json();
            require(next, parse(commit).id());
            tree(commit.path("tree").path("sha").asText());
            next = commit.path("parents").path(0).path("sha").asText();
        }
        return commits;
    }

    private static GitCommit parse(JsonNode commit) {
        List<GitId> parents = new ArrayList<>();
        commit.path("parents")
                .forEach(parent -> parents.add(GitId.parse(parent.path("sha").asText())));
        return new GitCommit(
                GitId.parse(commit.path("tree").path("sha").asText()),
                parents,
                signature(commit.path("author")),
                signature(commit.path("committer")),
                commit.path("message").asText());
    }

    private static GitSignature signature(JsonNode who) {
        return new GitSignature(
                who.path("name").asText(),
                who.path("email").asText(),
                Instant.parse(who.path("date").asText()));
    }

    private static void require(String sha, GitId hashed) {
        if (!sha.equals(hashed.toHex())) {
            throw new AssertionError("object " + sha + " hashes to " + hashed);
        }
    }
}
