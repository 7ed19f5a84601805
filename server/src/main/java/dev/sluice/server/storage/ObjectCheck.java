package dev.sluice.server.storage;

import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Follows one tenant's objects for a {@link StoreVerifier}, each object once however many refs reach it.
 *
 * <p>An explicit stack: clients choose how deep trees are, and histories are as long as documents live.
 */
final class ObjectCheck {
    private static final int PART_BYTES = 64 * 1024;
    private static final int REPORT_EVERY = 1024;

    private final TenantId tenant;
    private final List<StoreFinding> findings;
    private final Runnable report;
    private final Set<GitId> seen = new HashSet<>();
    private final ArrayDeque<Named> toVisit = new ArrayDeque<>();
    private final ByteBuffer part = ByteBuffer.allocate(PART_BYTES);

    private enum Need {
        REQUIRED,
        /** A parent: history may have been cut before it. */
        IF_KEPT
    }

    private record Named(GitId id, GitObjectType type, String namedBy, Need need) {}

    ObjectCheck(TenantId tenant, List<StoreFinding> findings, Runnable report) {
        this.tenant = tenant;
        this.findings = findings;
        this.report = report;
    }

    /** Looks at everything that can be reached from a commit. */
    void walk(StoreView view, GitId commit, String namedBy) {
        push(new Named(commit, GitObjectType.COMMIT, namedBy, Need.REQUIRED));
        while (!toVisit.isEmpty()) {
            check(view, toVisit.pop());
        }
    }

    /** Returns the number of objects looked at. */
    long checked() {
        return seen.size();
    }

    private void push(Named named) {
        if (!seen.contains(named.id)) {
            toVisit.push(named);
        }
    }

    private void check(StoreView view, Named named) {
        if ((named.need == Need.IF_KEPT && !view.contains(tenant, named.id)) || !seen.add(named.id)) {
            return;
        }
        if (seen.size() % REPORT_EVERY == 0) {
            report.run();
        }
        try {
            view.object(tenant, named.id).ifPresentOrElse(object -> check(named, object), () -> missing(named));
        } catch (RuntimeException unreadable) {
            damaged(named.id, "it cannot be read: " + unreadable);
        }
    }

    private void check(Named named, StoredObject object) {
        GitId actual;
        try {
            actual = hash(object);
        } catch (IOException unreadable) {
            damaged(named.id, "it cannot be read: " + unreadable);
            return;
        }
        if (!actual.equals(named.id)) {
            damaged(named.id, "its " + object.size() + " bytes hash to " + actual);
        } else if (object.type() != named.type) {
            damaged(
                    named.id,
                    "it is a " + object.type().wireName() + "; " + named.namedBy + " names a " + named.type.wireName());
        } else if (object.content() instanceof StoredObject.Content.Inline inline) {
            follow(named, inline.bytes().rewind());
        } else if (object.type() != GitObjectType.BLOB) {
            damaged(named.id, "it is a " + object.type().wireName() + " in a file; only blobs are");
        }
    }

    private void follow(Named from, ByteBuffer body) {
        String namedBy = from.type.wireName() + " " + from.id;
        switch (from.type) {
            case COMMIT -> {
                GitCommit commit = GitCommit.parse(body);
                commit.parents().forEach(id -> push(new Named(id, GitObjectType.COMMIT, namedBy, Need.IF_KEPT)));
                push(new Named(commit.tree(), GitObjectType.TREE, namedBy, Need.REQUIRED));
            }
            case TREE ->
                GitTree.parse(body)
                        .entries()
                        .forEach(entry -> push(new Named(
                                entry.id(), entry.type(), namedBy + " as \"" + entry.name() + "\"", Need.REQUIRED)));
            case BLOB -> {}
        }
    }

    private GitId hash(StoredObject object) throws IOException {
        GitHash hash = new GitHash(object.type(), object.size());
        if (object.content() instanceof StoredObject.Content.Inline inline) {
            hash.update(inline.bytes().duplicate());
        } else if (object.content() instanceof StoredObject.Content.InFile file) {
            try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
                requireSize(channel.size(), object.size());
                while (channel.read(part.clear()) > 0) {
                    hash.update(part.flip());
                }
            }
        }
        return hash.finish();
    }

    private static void requireSize(long actual, long expected) throws IOException {
        if (actual != expected) {
            throw new IOException("its file has " + actual + " bytes; expected " + expected);
        }
    }

    private void missing(Named named) {
        findings.add(new StoreFinding.MissingObject(tenant, named.id, named.namedBy));
    }

    private void damaged(GitId id, String found) {
        findings.add(new StoreFinding.DamagedObject(tenant, id, found));
    }
}
