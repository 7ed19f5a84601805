package dev.sluice.server.auth;

import dev.sluice.protocol.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The tokens that were revoked and have not expired by themselves yet (SVC-094).
 *
 * <p>Safe for use by many threads.
 */
public final class Revocations {
    private final InstantSource clock;
    private final Journal journal;
    private final Map<Key, Instant> revoked = new ConcurrentHashMap<>();
    private final List<Consumer<? super Revocation>> listeners = new CopyOnWriteArrayList<>();

    /**
     * A revoked token. Immutable.
     *
     * @param tenant the tenant whose token it is
     * @param tokenId its {@code jti}
     * @param until when it expires at the latest, so that nobody needs to remember it after that
     */
    public record Revocation(TenantId tenant, String tokenId, Instant until) {}

    /** Remembers revocations beyond the life of the process. */
    public interface Journal {
        /** Forgets everything when the process ends. */
        Journal NONE = new Journal() {
            @Override
            public List<Revocation> load() {
                return List.of();
            }

            @Override
            public void append(Revocation revocation) {}
        };

        /** Returns what was appended before; expired entries may be missing. */
        List<Revocation> load();

        /** Makes a revocation durable before it returns. */
        void append(Revocation revocation);
    }

    private record Key(TenantId tenant, String tokenId) {}

    /** Creates the list from what the journal remembers. */
    public Revocations(InstantSource clock, Journal journal) {
        this.clock = clock;
        this.journal = journal;
        journal.load().forEach(this::remember);
    }

    /** Revokes a token and tells every listener; blocks until the journal has it. */
    public void revoke(Revocation revocation) {
        journal.append(revocation);
        remember(revocation);
        revoked.values().removeIf(until -> until.isBefore(clock.instant()));
        listeners.forEach(listener -> listener.accept(revocation));
    }

    /** Tells whether the token was revoked. */
    public boolean isRevoked(TenantId tenant, String tokenId) {
        return !revoked.isEmpty() && revoked.containsKey(new Key(tenant, tokenId));
    }

    /** Has {@code listener} called with each later revocation, so that sockets can be closed. */
    public void onRevoked(Consumer<? super Revocation> listener) {
        listeners.add(listener);
    }

    private void remember(Revocation revocation) {
        if (revocation.until().isAfter(clock.instant())) {
            revoked.put(new Key(revocation.tenant(), revocation.tokenId()), revocation.until());
        }
    }
}
