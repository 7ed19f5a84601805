package dev.sluice.server.summary;

import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.Transaction;
import java.util.HashSet;
import java.util.Set;

/**
 * Puts Git objects into a transaction and names them; content that occurs twice is put once.
 *
 * <p>Confined to one thread, like the transaction's builder.
 */
public final class ObjectWriter {
    private final TenantId tenant;
    private final Transaction.Builder into;
    private final Set<GitId> written = new HashSet<>();

    /** Creates a writer for objects of one tenant. */
    public ObjectWriter(TenantId tenant, Transaction.Builder into) {
        this.tenant = tenant;
        this.into = into;
    }

    /** Adds a blob, whose array nobody may change any more, and returns its id. */
    public GitId blob(byte[] content) {
        return put(GitObjectType.BLOB, content);
    }

    /** Adds a tree and returns its id; the objects it names are not looked at. */
    public GitId tree(GitTree tree) {
        return put(GitObjectType.TREE, tree.toBytes());
    }

    /** Adds a commit and returns its id. */
    public GitId commit(GitCommit commit) {
        return put(GitObjectType.COMMIT, commit.toBytes());
    }

    private GitId put(GitObjectType type, byte[] body) {
        GitId id = GitHash.of(type, body);
        if (written.add(id)) {
            into.add(new Mutation.PutObject(tenant, id, type, body));
        }
        return id;
    }
}
