package dev.sluice.server.storage;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at everything a store holds and reports what breaks its invariants: that every object reachable from a ref is there
 * and hashes to its id (I6), that every log is contiguous and well formed (I2), and that every document's last checkpoint is one.
 *
 * <p>Objects are followed from a ref's commit to its tree, its entries, and those parents that are still kept; a parent that
 * retention took is no damage. Each ref and each log is read in a snapshot of its own, so the store may stay in use. Reads
 * every byte once, whatever names it. Memory grows with the number of objects, not with their size.
 *
 * <p>Confined to one thread.
 */
public final class StoreVerifier {
    private final Store store;
    private final States states;
    private final Progress progress;
    private final List<StoreFinding> findings = new ArrayList<>();
    private final Map<TenantId, ObjectCheck> objects = new LinkedHashMap<>();
    private long documents;
    private long ops;

    /**
     * Creates a verifier for one run.
     *
     * @param states reads checkpoints, whose form the store does not know
     * @param progress is told how far the run is, now and then, on the calling thread
     */
    public StoreVerifier(Store store, States states, Progress progress) {
        this.store = store;
        this.states = states;
        this.progress = progress;
    }

    /** Returns everything found in the whole store; empty if it is sound. */
    public List<StoreFinding> verify() {
        List<DocumentKey> keys = new ArrayList<>();
        store.read(view -> {
            view.documents(row -> keys.add(row.key()));
            return true;
        });
        for (DocumentKey key : keys) {
            verifyLog(key);
        }
        keys.stream().map(DocumentKey::tenant).distinct().forEach(this::verifyRefs);
        return List.copyOf(findings);
    }

    /** Returns what is found in one document: its log, its state and what its head reaches. */
    public List<StoreFinding> verify(DocumentKey key) {
        verifyLog(key);
        verifyRef(key.tenant(), RefName.headOf(key.document()));
        return List.copyOf(findings);
    }

    private void verifyRefs(TenantId tenant) {
        List<RefName> names = new ArrayList<>();
        store.read(view -> {
            view.refs(tenant, (name, target) -> names.add(name));
            return true;
        });
        names.forEach(name -> verifyRef(tenant, name));
    }

    private void verifyRef(TenantId tenant, RefName name) {
        ObjectCheck check = objects.computeIfAbsent(tenant, key -> new ObjectCheck(key, findings, this::report));
        store.read(view -> {
            view.ref(tenant, name).ifPresent(target -> check.walk(view, target, "ref " + name));
            return true;
        });
        report();
    }

    private void verifyLog(DocumentKey key) {
        LogCheck check = new LogCheck(key, findings);
        store.read(view -> {
            check.run(view);
            new StateCheck(key, states, findings).run(view);
            return true;
        });
        documents++;
        ops += check.visited();
        report();
    }

    private void report() {
        long checked = objects.values().stream().mapToLong(ObjectCheck::checked).sum();
        progress.verified(documents, ops, checked);
    }

    /** Reads checkpoints. */
    @FunctionalInterface
    public interface States {
        /**
         * Returns the last op that a checkpoint includes.
         *
         * @throws RuntimeException if it cannot be used; the message says why
         */
        long lastSequenceNumber(byte[] checkpoint);
    }

    /** Receives the progress of a run. */
    @FunctionalInterface
    public interface Progress {
        /** Tells how many documents, ops and objects have been looked at. */
        void verified(long documents, long ops, long objects);
    }
}
