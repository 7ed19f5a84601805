package dev.sluice.driver.local;

import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.NewDocument;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A service in memory: documents, their order, log, versions and blobs.
 *
 * <p>Deterministic: the same calls in the same order, with the same clock and seed, give the same messages. With {@link
 * Delivery#AT_ONCE} whatever a client does has reached everybody's executor when the call returns. With {@link Delivery#HELD}
 * nothing moves until somebody moves it through {@link #connections}.
 *
 * <p>Safe for use by many threads.
 *
 * @since 0.1
 */
public final class LocalService {
    private final Object lock = new Object();
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Delivery delivery;
    private final GitObjects objects = new GitObjects();
    private final Map<DocumentKey, LocalDocument> documents = new LinkedHashMap<>();
    private final List<LocalConnection> connections = new ArrayList<>();
    private final Queue<DriverError> refusals = new ArrayDeque<>();
    private final Set<LocalConnection> touched = new LinkedHashSet<>();

    /** When messages travel. */
    public enum Delivery {
        /** Immediately. */
        AT_ONCE,
        /** When {@link LocalConnection} is told so. */
        HELD
    }

    /**
     * Makes a service without documents.
     *
     * @param clock stamps the ops
     * @param random makes ids; used with a lock held
     * @param delivery when messages travel
     */
    public LocalService(InstantSource clock, RandomGenerator random, Delivery delivery) {
        this.clock = clock;
        this.random = random;
        this.delivery = delivery;
    }

    /** Returns the way to this service for a user. */
    public DocumentServiceFactory driver(LocalUser user) {
        return new LocalDriver(this, user);
    }

    /** Returns the connections that are not wholly gone, in the order in which they were asked for. */
    public List<LocalConnection> connections() {
        return locked(() -> List.copyOf(connections));
    }

    /** Has the next attempts to connect fail with these errors, one each. */
    public void refuseConnects(DriverError... errors) {
        locked(() -> refusals.addAll(List.of(errors)));
    }

    /** Does what a service does from time to time: tells members of a minimum sequence number that held noops have raised. */
    public void tick() {
        run(() -> documents.values().forEach(document -> document.sequencer().tick(clock.millis())));
    }

    boolean deliversAtOnce() {
        return delivery == Delivery.AT_ONCE;
    }

    GitObjects objects() {
        return objects;
    }

    Optional<DriverError> nextRefusal() {
        return Optional.ofNullable(refusals.poll());
    }

    LocalDocument document(DocumentKey key) {
        LocalDocument document = documents.get(key);
        if (document == null) {
            throw new DriverException(new DriverError.NotFound("document " + key + " is not there"));
        }
        return document;
    }

    DocumentKey create(TenantId tenant, NewDocument created) {
        return call(() -> {
            DocumentKey key = new DocumentKey(tenant, created.id().orElseGet(() -> new DocumentId(newId())));
            if (documents.containsKey(key)) {
                throw new DriverException(
                        new DriverError.Refused("document " + key + " exists", 409, Optional.empty()));
            }
            documents.put(
                    key,
                    new LocalDocument(
                            key, created, objects, clock, op -> present(key).forEach(member -> member.tell(op))));
            return key;
        });
    }

    /** Returns the connections to a document that the service knows of, readers too. */
    List<LocalConnection> present(DocumentKey key) {
        return connections.stream()
                .filter(connection -> connection.isPresentAt(key))
                .toList();
    }

    void add(LocalConnection connection) {
        connections.add(connection);
    }

    void remove(LocalConnection connection) {
        connections.remove(connection);
    }

    /** Notes that there are events for a connection's executor; called with the lock held. */
    void touch(LocalConnection connection) {
        touched.add(connection);
    }

    String newId() {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    /** Looks at the state, or changes it without telling anybody. */
    <T> T locked(Supplier<T> task) {
        synchronized (lock) {
            return task.get();
        }
    }

    /** Changes the state, then has executors run what came of it, without the lock. */
    void run(Runnable task) {
        call(() -> {
            task.run();
            return Optional.empty();
        });
    }

    <T> T call(Supplier<T> task) {
        List<LocalConnection> toFlush;
        T result;
        synchronized (lock) {
            try {
                result = task.get();
            } finally {
                toFlush = List.copyOf(touched);
                touched.clear();
            }
        }
        toFlush.forEach(LocalConnection::flush);
        return result;
    }
}
