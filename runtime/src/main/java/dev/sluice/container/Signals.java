package dev.sluice.container;

import dev.sluice.container.signal.ContainerSignal;
import dev.sluice.container.signal.SignalEnvelope;
import dev.sluice.container.store.HostedStore;
import dev.sluice.container.store.StoreEntry;
import dev.sluice.container.store.StoreTable;
import dev.sluice.driver.Signal;
import dev.sluice.event.Listeners;
import dev.sluice.event.Registration;
import dev.sluice.gc.session.GcSession;
import dev.sluice.gc.session.Verdict;
import dev.sluice.loader.RuntimeContext;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The signals of a document, brought to whom they are for: the container's listeners or a data store (runtime-formats §10). Confined
 * to the document's thread.
 *
 * @param <S> the data stores
 */
final class Signals<S extends HostedStore> {
    private final RuntimeContext context;
    private final StoreTable<S> stores;
    private final GcSession gc;
    private final Listeners<ContainerSignal> listeners;

    Signals(RuntimeContext context, StoreTable<S> stores, GcSession gc, Consumer<RuntimeException> failures) {
        this.context = context;
        this.stores = stores;
        this.gc = gc;
        this.listeners = new Listeners<>(failures);
    }

    /** Hears signals for the container. */
    Registration onSignal(Consumer<ContainerSignal> listener) {
        return listeners.add(listener);
    }

    /** Sends a signal for the container, to one client or to everybody. */
    void send(String type, JsonValue content, Optional<String> targetClientId) {
        context.signal(SignalEnvelope.write(Optional.empty(), type, content, targetClientId));
    }

    /**
     * Takes a signal that came in; one that is for nobody here is left out.
     *
     * @param ownClientId as whom this container is connected
     */
    void process(Signal received, Optional<String> ownClientId) {
        SignalEnvelope.read(received, ownClientId).ifPresent(this::route);
    }

    private void route(SignalEnvelope envelope) {
        Optional<String> storeId = envelope.storeId();
        if (storeId.isEmpty()) {
            listeners.tell(envelope.signal());
        } else {
            toStore(NodePath.ofStore(storeId.get()), envelope.signal());
        }
    }

    private void toStore(NodePath path, ContainerSignal signal) {
        Optional<StoreEntry<S>> entry = path.storeId().flatMap(stores::entry);
        if (entry.isPresent()) {
            if (gc.using(path, "processSignal") == Verdict.ALLOWED) {
                entry.get().store().processSignal(signal);
            }
        } else if (gc.isDeleted(path)) {
            gc.deletedStoreChanged(path, "processSignal");
        }
    }
}
