package dev.sluice.loader;

import dev.sluice.driver.CatchUp;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.NewDocument;
import dev.sluice.driver.Version;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.loader.LoadRequest.Extent;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * What a container's document is at the service: not there, being created, or there, as of some version. Confined to the
 * container's thread.
 */
final class Attaching {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int ATTEMPTS = 4;
    private static final int ALL_VERSIONS = 1_000;

    private final ContainerCore core;
    private final Optional<JsonValue> code;
    private final Extent extent;
    private Optional<Version> base;
    private Optional<SummaryTree> summary = Optional.empty();
    private boolean isCreating;
    private boolean staysDisconnected;

    /** What a created document begins as; without a version, if that could not be read. */
    private record Created(DocumentService service, Optional<Version> version) {}

    /** For a container without a document. */
    Attaching(ContainerCore core, JsonValue code) {
        this.core = core;
        this.code = Optional.of(code);
        this.extent = Extent.LIVE;
        this.base = Optional.empty();
    }

    /** For a loaded one. */
    Attaching(ContainerCore core, Version base, Extent extent) {
        this.core = core;
        this.code = Optional.empty();
        this.extent = extent;
        this.base = Optional.of(base);
    }

    CompletionStage<DocumentKey> attach(DocumentServiceFactory services, TenantId tenant, Optional<DocumentId> id) {
        if (core.attachState() == AttachState.ATTACHED || isCreating) {
            throw new IllegalStateException(
                    "the container is " + (isCreating ? "being attached" : "attached") + ", expected DETACHED");
        }
        // Edits from here on are ops: a second attempt must send the same summary.
        SummaryTree tree = summary.orElseGet(() -> core.runtime().attachSummary());
        isCreating = true;
        if (summary.isEmpty()) {
            summary = Optional.of(tree);
            core.attach(AttachState.ATTACHING);
        }
        NewDocument document = new NewDocument(id, tree, 0, Map.of())
                .withQuorumValue("code", RawJson.of(code.orElseThrow().toJson()));
        Consumer<Duration> pause = core.environment().pause();
        return Blocking.call(core.environment().io(), core.thread(), () -> create(services, tenant, document, pause))
                .whenCompleteAsync((created, failure) -> isCreating = false, core.thread())
                .thenApplyAsync(this::attached, core.thread());
    }

    void connect() {
        staysDisconnected = false;
        if (extent == Extent.STORAGE_ONLY) {
            throw new IllegalStateException("a container loaded from storage only cannot connect; load it anew");
        }
        if (core.attachState() == AttachState.DETACHED) {
            throw new IllegalStateException("a detached container cannot connect; attach it first");
        }
        core.link().ifPresent(DocumentLink::connect);
    }

    void disconnect() {
        staysDisconnected = true;
        core.link().ifPresent(link -> link.disconnect("the application disconnected"));
    }

    /** Returns what the ended container leaves behind. */
    CompletionStage<PendingState> pendingState() {
        DocumentLink link = core.link().orElseThrow();
        SentOps sent = link.sent();
        Optional<PendingState.Sent> last = sent.clientId().isEmpty()
                ? Optional.empty()
                : Optional.of(new PendingState.Sent(sent.clientId(), sent.lastSent(), sent.lastSeen()));
        JsonValue runtime = core.runtime().pendingState();
        DocumentKey key = link.service().key();
        Optional<Version> known = base;
        Optional<List<SequencedMessage>> kept = core.history().ops();
        if (known.isPresent() && kept.isPresent()) {
            return CompletableFuture.completedFuture(new PendingState(key, known.get(), kept.get(), last, runtime));
        }
        long end = core.sequenceNumber() + 1;
        return Blocking.call(core.environment().io(), core.thread(), () -> {
            Version version = known.orElseGet(() -> readFirst(link.service()));
            return new PendingState(
                    key, version, kept.orElseGet(() -> readOps(link.service(), version, end)), last, runtime);
        });
    }

    /** The version with which the document was created; it is the oldest that the service has. */
    private static Version readFirst(DocumentService service) {
        try {
            List<Version> versions = service.storage().versions(ALL_VERSIONS);
            return versions.stream()
                    .skip(Math.max(0, versions.size() - 1))
                    .findFirst()
                    .orElseThrow(() -> new DriverException(
                            new DriverError.NotFound("document " + service.key() + " has no version")));
        } catch (DriverException failure) {
            throw new ContainerException(
                    Kind.SERVICE,
                    "the first version of " + service.key() + " cannot be read: " + failure.getMessage(),
                    failure);
        }
    }

    private List<SequencedMessage> readOps(DocumentService service, Version version, long end) {
        List<SequencedMessage> ops = new ArrayList<>();
        try {
            long after = service.storage().snapshot(version).sequenceNumber();
            new CatchUp(
                            service.deltas(),
                            Runnable::run,
                            1,
                            PATIENCE,
                            core.environment().pause())
                    .range(after, end, ops::addAll);
        } catch (DriverException failure) {
            throw new ContainerException(
                    Kind.SERVICE,
                    "the ops since " + version.id() + " cannot be read: " + failure.getMessage(),
                    failure);
        }
        return ops;
    }

    private static Created create(
            DocumentServiceFactory services, TenantId tenant, NewDocument document, Consumer<Duration> pause) {
        try {
            DocumentService service = services.create(tenant, document);
            return new Created(service, firstVersion(service, pause));
        } catch (DriverException failure) {
            Kind kind = failure.error() instanceof DriverError.Unauthorized ? Kind.FORBIDDEN : Kind.SERVICE;
            throw new ContainerException(kind, "the document cannot be created: " + failure.getMessage(), failure);
        }
    }

    /** The document exists from here on: to fail would have the application create another. */
    private static Optional<Version> firstVersion(DocumentService service, Consumer<Duration> pause) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                return service.storage().versions(1).stream().findFirst();
            } catch (DriverException unreadable) {
                // Only a pending state needs the version, and asks for it again then.
                if (attempt < ATTEMPTS) {
                    pause.accept(PAUSE);
                }
            }
        }
        return Optional.empty();
    }

    private DocumentKey attached(Created created) {
        DocumentKey key = created.service().key();
        if (!core.isOpen()) {
            created.service().close();
            throw new ContainerException(Kind.USAGE, "the container was closed while " + key + " was created");
        }
        base = created.version();
        DocumentLink link = new DocumentLink(core, created.service(), new SentOps("", 0, 0));
        core.open(link);
        core.attach(AttachState.ATTACHED);
        if (!staysDisconnected && core.isOpen()) {
            link.connect();
        }
        return key;
    }
}
