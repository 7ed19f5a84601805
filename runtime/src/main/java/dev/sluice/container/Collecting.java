package dev.sluice.container;

import dev.sluice.container.batch.LocalMessage;
import dev.sluice.container.batch.RuntimeType;
import dev.sluice.container.store.HostedStore;
import dev.sluice.container.store.StoreEntry;
import dev.sluice.container.store.StoreTable;
import dev.sluice.event.Registration;
import dev.sluice.gc.GcException;
import dev.sluice.gc.ageing.Alarms;
import dev.sluice.gc.config.GcConfig;
import dev.sluice.gc.config.Role;
import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.session.GcHost;
import dev.sluice.gc.session.GcSession;
import dev.sluice.gc.session.SessionExpiry;
import dev.sluice.gc.state.GcBlobs;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.telemetry.SessionEvents;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.loader.RuntimeContext;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The container as collection sees it. Confined to the document's thread.
 *
 * @param <S> the data stores
 */
final class Collecting<S extends HostedStore> implements GcHost {
    private final Document document;
    private final Position position;
    private final StoreTable<S> stores;
    private final Consumer<LocalMessage> submit;

    private Collecting(Document document, Position position, StoreTable<S> stores, Consumer<LocalMessage> submit) {
        this.document = document;
        this.position = position;
        this.stores = stores;
        this.submit = submit;
    }

    static <S extends HostedStore> GcSession session(
            RuntimeContext context,
            RuntimeOptions options,
            GcConfig config,
            Document document,
            Position position,
            StoreTable<S> stores,
            Consumer<LocalMessage> submit) {
        return new GcSession(
                config,
                stored(document),
                alarms(context),
                new SessionEvents(options.collection().events(), created(document.metadata.json())),
                new Collecting<>(document, position, stores, submit));
    }

    /** Not kept by the document: large documents have large graphs, which only collectors need for long. */
    private static GcSnapshot stored(Document document) {
        try {
            return GcBlobs.read(
                    document.gc.blobNames(), name -> document.gc.read(name).orElseThrow());
        } catch (GcException damaged) {
            throw failure(damaged);
        }
    }

    /** What every event says of the document. */
    private static Map<String, Object> created(JsonObject metadata) {
        Map<String, Object> properties = new LinkedHashMap<>();
        metadata.string("createContainerRuntimeVersion")
                .ifPresent(version -> properties.put("createContainerRuntimeVersion", version));
        Optional.ofNullable(metadata.get("createContainerTimestamp"))
                .flatMap(JsonValue::asLong)
                .ifPresent(time -> properties.put("createContainerTimestamp", time));
        return properties;
    }

    private static Alarms alarms(RuntimeContext context) {
        return (delay, task) -> {
            Registration timer = context.timers().after(delay, task);
            return timer::close;
        };
    }

    /**
     * Begins to limit the session's length, if the document does (garbage-collection §2.4).
     *
     * @param formerlyStarted when a session began whose edits go on here
     * @throws ContainerException if the time is over already
     */
    static SessionExpiry expiry(RuntimeContext context, GcConfig config, Optional<Instant> formerlyStarted) {
        SessionExpiry expiry = new SessionExpiry(config, context.clock(), formerlyStarted);
        if (expiry.isOver()) {
            throw expired(expiry);
        }
        expiry.start(alarms(context), () -> context.close(expired(expiry)));
        return expiry;
    }

    private static ContainerException expired(SessionExpiry expiry) {
        return new ContainerException(
                Kind.SESSION_EXPIRED,
                "Client session expired. It may last " + expiry.limitMs().orElse(0) + " ms; load the document anew");
    }

    static Role role(RuntimeContext context) {
        return context.isSummarizer() ? Role.SUMMARIZER : Role.INTERACTIVE;
    }

    static ContainerException failure(GcException refused) {
        Kind kind = switch (refused.kind()) {
            case USAGE -> Kind.USAGE;
            case DATA_PROCESSING -> Kind.DATA_PROCESSING;
        };
        return new ContainerException(kind, String.valueOf(refused.getMessage()), refused);
    }

    @Override
    public OptionalLong referenceMs() {
        return position.last()
                .map(last -> OptionalLong.of(last.timestampMs()))
                .orElseGet(document.metadata::lastTimestampMs);
    }

    @Override
    public boolean hasStore(String storeId) {
        return stores.entry(storeId).isPresent();
    }

    @Override
    public Optional<List<String>> packagePath(String storeId) {
        return stores.entry(storeId).map(StoreEntry::packagePath);
    }

    @Override
    public void submit(GcOp op) {
        submit.accept(LocalMessage.of(RuntimeType.GC, op.toJson()));
    }
}
