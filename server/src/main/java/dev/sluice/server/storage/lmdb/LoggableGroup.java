package dev.sluice.server.storage.lmdb;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.Mutation.AppendOps;
import dev.sluice.server.storage.Mutation.PutCheckpoint;
import dev.sluice.server.storage.Mutation.PutObject;
import dev.sluice.server.storage.StoreView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether a group of transactions may pass LMDB by, and what the log gets of it.
 *
 * <p>A group may if it does nothing but append ops, keep checkpoints and put objects that are not in files of their own, and if
 * all of that succeeds: only LMDB can undo a transaction, and say why it failed. Confined to one thread.
 */
final class LoggableGroup {
    private final StoreView view;
    private final Set<ObjectKey> seen = new HashSet<>();
    private final Map<DocumentKey, Long> lastSequenceNumbers = new HashMap<>();
    private final List<Mutation> changes = new ArrayList<>();

    private LoggableGroup(StoreView view) {
        this.view = view;
    }

    /**
     * Returns the changes to be logged, without objects that are there already.
     *
     * @param view has all that was written before the group
     * @return nothing if the group has to go to LMDB, as does one that asks for nothing
     */
    static Optional<List<Mutation>> changes(List<PendingTransaction> transactions, StoreView view) {
        LoggableGroup group = new LoggableGroup(view);
        int mutations = 0;
        for (PendingTransaction transaction : transactions) {
            mutations += transaction.mutations.size();
            if (!transaction.mutations.stream().allMatch(group::add)) {
                return Optional.empty();
            }
        }
        return mutations == 0 ? Optional.empty() : Optional.of(group.changes);
    }

    private boolean add(Mutation mutation) {
        if (mutation instanceof AppendOps append) {
            return addOps(append);
        }
        if (mutation instanceof PutCheckpoint put) {
            return last(put.key()) >= 0 && changes.add(put);
        }
        PutObject object = object(mutation);
        if (object == null) {
            return false;
        }
        if (seen.add(new ObjectKey(object.tenant(), object.id())) && !view.contains(object.tenant(), object.id())) {
            changes.add(object);
        }
        return true;
    }

    private boolean addOps(AppendOps append) {
        long last = last(append.key());
        if (last < 0 || append.firstSequenceNumber() != last + 1) {
            return false;
        }
        lastSequenceNumbers.put(append.key(), last + append.ops().size());
        return changes.add(append);
    }

    private long last(DocumentKey key) {
        return lastSequenceNumbers.computeIfAbsent(key, view::lastSequenceNumber);
    }

    private static @Nullable PutObject object(Mutation mutation) {
        if (mutation instanceof PutObject put) {
            return put;
        }
        if (mutation instanceof Mutation.AdoptSpool adopt && adopt.spool() instanceof LmdbSpool spool) {
            byte[] body = spool.body();
            return body == null ? null : new PutObject(adopt.tenant(), spool.id(), GitObjectType.BLOB, body);
        }
        return null;
    }
}
