package dev.sluice.loader;

import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.Snapshot;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.loader.LoadRequest.Extent;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** How containers come to be. */
final class Opening {
    private static final int KEPT_OPS = 1_000;

    private Opening() {}

    static CompletionStage<Container> create(
            ContainerEnvironment environment, ContainerOptions options, RuntimeFactory factory, JsonValue code) {
        ContainerThread thread = new ContainerThread(environment.executor());
        return Blocking.call(thread, Runnable::run, () -> {
            ContainerCore core =
                    new ContainerCore(thread, environment, options, newProtocol(code), AttachState.DETACHED);
            core.host(factory.create(new ContainerContext(core)));
            return new Container(core, new Attaching(core, code));
        });
    }

    static CompletionStage<Container> load(
            ContainerEnvironment environment,
            ContainerOptions options,
            RuntimeFactory factory,
            DocumentServiceFactory services,
            LoadRequest request) {
        ContainerThread thread = new ContainerThread(environment.executor());
        DocumentService service = services.open(request.key());
        return Blocking.call(environment.io(), thread, () -> snapshot(service.storage(), request))
                .thenApplyAsync(
                        snapshot -> {
                            ContainerCore core = new ContainerCore(
                                    thread, environment, options, snapshot.protocol(), AttachState.ATTACHED);
                            return open(core, factory, service, snapshot, request);
                        },
                        thread)
                .whenComplete((container, failure) -> {
                    if (failure != null) {
                        service.close();
                    }
                });
    }

    private static Container open(
            ContainerCore core,
            RuntimeFactory factory,
            DocumentService service,
            Snapshot snapshot,
            LoadRequest request) {
        Optional<PendingState> pending = request.pending();
        SentOps sent = pending.flatMap(PendingState::sent)
                .map(last -> new SentOps(last.clientId(), last.last(), last.seen()))
                .orElse(new SentOps("", 0, 0));
        DocumentLink link = new DocumentLink(core, service, sent);
        core.open(link);
        core.host(factory.load(new ContainerContext(core), snapshot, pending.map(PendingState::runtime)));
        Attaching attaching = new Attaching(core, snapshot.version(), request.extent());
        Container container = new Container(core, attaching);
        if (request.extent() == Extent.STORAGE_ONLY) {
            core.storageOnly();
        }
        // Listeners first: nothing of this is known to the application before the stage is complete.
        core.thread().execute(() -> begin(core, link, snapshot, request));
        return container;
    }

    private static void begin(ContainerCore core, DocumentLink link, Snapshot snapshot, LoadRequest request) {
        offerKept(core, link, request.pending().map(PendingState::ops).orElse(List.of()));
        if (request.extent() == Extent.LIVE && core.isOpen()) {
            List<SequencedMessage> tail = snapshot.logTail();
            link.offer(tail);
            link.connect();
        }
    }

    /** By parts, each processed before the next: more than the queue holds would be fetched again, though it is here. */
    private static void offerKept(ContainerCore core, DocumentLink link, List<SequencedMessage> ops) {
        int step = Math.min(KEPT_OPS, core.options().limits().maxHeldMessages());
        for (int from = 0; from < ops.size(); from += step) {
            link.offer(ops.subList(from, Math.min(ops.size(), from + step)));
        }
    }

    private static Snapshot snapshot(DocumentStorage storage, LoadRequest request) {
        try {
            if (request.version().isPresent()) {
                return storage.snapshot(request.version().get());
            }
            return storage.latest()
                    .orElseThrow(() -> new DriverException(new DriverError.NotFound("the document has no version")));
        } catch (DriverException failure) {
            Kind kind = failure.error() instanceof DriverError.Unauthorized ? Kind.FORBIDDEN : Kind.SERVICE;
            throw new ContainerException(
                    kind, "document " + request.key() + " cannot be loaded: " + failure.getMessage(), failure);
        }
    }

    /** The quorum of a document that does not exist yet (RT-010). */
    private static ProtocolState newProtocol(JsonValue code) {
        JsonObject value = JsonObject.builder()
                .put("key", "code")
                .put("value", code)
                .put("approvalSequenceNumber", 0)
                .put("commitSequenceNumber", 0)
                .put("sequenceNumber", 0)
                .build();
        String values = JsonArray.of(JsonArray.of(JsonValue.of("code"), value)).toJson();
        return ProtocolState.created(0, values.getBytes(StandardCharsets.UTF_8));
    }
}
