package dev.sluice.server.storage.lmdb;

import dev.sluice.protocol.TenantId;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import org.lmdbjava.Txn;

/**
 * Remembers the ordinals of tenants, which never change once they are committed.
 *
 * <p>Safe for use by many threads.
 */
final class TenantOrdinals {
    /** Stands for a tenant that the snapshot does not know. */
    static final int UNKNOWN = -1;

    private final Tables tables;
    private final ConcurrentHashMap<TenantId, Integer> committed = new ConcurrentHashMap<>();

    TenantOrdinals(Tables tables) {
        this.tables = tables;
    }

    /**
     * Returns the ordinal of a tenant, or {@link #UNKNOWN}.
     *
     * @param txn a read transaction: only what it sees is committed and may be remembered
     */
    int find(Txn<ByteBuffer> txn, Keys keys, TenantId tenant) {
        Integer known = committed.get(tenant);
        if (known != null) {
            return known;
        }
        int ordinal = read(txn, keys, tenant);
        if (ordinal != UNKNOWN) {
            committed.put(tenant, ordinal);
        }
        return ordinal;
    }

    /** As {@link #find}, for a write transaction, whose own changes are not to be remembered. */
    int findUncommitted(Txn<ByteBuffer> txn, Keys keys, TenantId tenant) {
        Integer known = committed.get(tenant);
        return known != null ? known : read(txn, keys, tenant);
    }

    private int read(Txn<ByteBuffer> txn, Keys keys, TenantId tenant) {
        ByteBuffer value = tables.tenants().get(txn, keys.tenant(tenant));
        return value == null ? UNKNOWN : value.getInt();
    }
}
