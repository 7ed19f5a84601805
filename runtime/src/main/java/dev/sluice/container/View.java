package dev.sluice.container;

import dev.sluice.container.batch.LocalMessage;
import dev.sluice.container.store.ContainerView;
import dev.sluice.container.store.HostedStore;
import dev.sluice.container.store.StoreHost;
import dev.sluice.container.store.StoreTable;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.gc.session.GcSession;
import dev.sluice.gc.session.Verdict;
import dev.sluice.loader.AttachState;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.RuntimeContext;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The container as its data stores see it. Confined to the document's thread.
 *
 * @param <S> the data stores
 */
final class View<S extends HostedStore> implements StoreHost, ContainerView {
    private final RuntimeContext context;
    private final Position position;
    private final Edits edits;
    private final Events events;
    private final Consumer<RuntimeException> failures;
    private final PendingState stash;
    private @Nullable StoreTable<S> stores;
    private Consumer<LocalMessage> takeBack = message -> {};
    private @Nullable GcSession gc;
    private AttachState attachState;

    View(
            RuntimeContext context,
            Position position,
            Edits edits,
            Events events,
            Consumer<RuntimeException> failures,
            PendingState stash,
            AttachState attachState) {
        this.context = context;
        this.position = position;
        this.edits = edits;
        this.events = events;
        this.failures = failures;
        this.stash = stash;
        this.attachState = attachState;
    }

    void serve(StoreTable<S> table, GcSession session) {
        stores = table;
        gc = session;
    }

    /** Sets what undoes an edit that was refused. */
    void takingBack(Consumer<LocalMessage> rollback) {
        takeBack = rollback;
    }

    void attachState(AttachState state) {
        attachState = state;
    }

    /** Tells of a member that left, if that is what the message says. */
    void departed(SequencedMessage message) {
        if (message.type().equals(MessageType.LEAVE)) {
            leaving(message).ifPresent(clientId -> table().memberLeft(clientId, message.sequenceNumber()));
        }
    }

    private static Optional<String> leaving(SequencedMessage leave) {
        String data = leave.data();
        if (data != null) {
            return JsonValue.parse(data).asString();
        }
        return Optional.ofNullable(leave.contents())
                .map(JsonValue::parse)
                .flatMap(JsonValue::asString)
                .map(JsonValue::parse)
                .flatMap(JsonValue::asString);
    }

    private StoreTable<S> table() {
        StoreTable<S> table = stores;
        if (table == null) {
            throw new IllegalStateException("the container is being made");
        }
        return table;
    }

    @Override
    public ContainerView view() {
        return this;
    }

    @Override
    public void checkEditable() {
        if (edits.isClosed()) {
            throw new IllegalStateException("the container is closed");
        }
        if (events.isApplying()) {
            throw new IllegalStateException("sequenced ops are being applied; edit when listeners hear of them");
        }
        if (edits.isStashing()) {
            return;
        }
        if (context.isReadonly()) {
            throw new IllegalStateException("the container is read-only");
        }
        // Those know nothing of an edit that would come before them: made on top of it, they would mean something else.
        if (!stash.isEmpty()) {
            throw new IllegalStateException(
                    "edits of a former session are still to be made again; edit when the document has caught up with them");
        }
    }

    @Override
    public void check(LocalMessage message) {
        takingBackIfRefused(message, () -> edits.check(message));
    }

    @Override
    public boolean using(NodePath store, String callSite) {
        return gc == null || gc.using(store, callSite) == Verdict.ALLOWED;
    }

    @Override
    public void usingDeleted(NodePath store, String callSite) {
        if (gc != null) {
            gc.deletedStoreChanged(store, callSite);
        }
    }

    @Override
    public void realized(NodePath store) {
        if (gc != null) {
            gc.storeRealized(store);
        }
    }

    @Override
    public void submit(LocalMessage message) {
        takingBackIfRefused(message, () -> edits.submit(message));
    }

    /** Channels have changed their view when they submit: an edit that is refused is undone there. */
    private void takingBackIfRefused(LocalMessage message, Runnable step) {
        try {
            step.run();
        } catch (ContainerException | IllegalArgumentException refused) {
            takeBack.accept(message);
            throw refused;
        }
    }

    @Override
    public void signal(OutboundSignal signal) {
        context.signal(signal);
    }

    @Override
    public AttachState attachState() {
        return attachState;
    }

    @Override
    public Optional<String> clientId() {
        return edits.clientId();
    }

    @Override
    public boolean isConnected() {
        return edits.isConnected();
    }

    @Override
    public long sequenceNumber() {
        return position.sequenceNumber();
    }

    @Override
    public long minimumSequenceNumber() {
        return position.minimumSequenceNumber();
    }

    @Override
    public boolean isMember(String clientId) {
        return context.quorum().isMember(clientId);
    }

    @Override
    public String newId() {
        long high = (context.random().nextLong() & ~0xF000L) | 0x4000L;
        long low = (context.random().nextLong() & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low).toString();
    }

    /** In a detached container only what is made known with it is looked for. */
    @Override
    public void attachTarget(String url) {
        if (!url.startsWith("/")) {
            return;
        }
        NodePath target = NodePath.ofUrl(url);
        if (attachState == AttachState.DETACHED) {
            table().attachWithContainer(target);
        } else {
            table().attachTarget(target);
        }
    }

    @Override
    public void publish(Runnable event) {
        events.publish(event);
    }

    @Override
    public void listenerFailed(RuntimeException failure) {
        failures.accept(failure);
    }
}
