package dev.sluice.container;

import dev.sluice.container.batch.BatchException;
import dev.sluice.container.batch.RuntimeBatch;
import dev.sluice.container.pending.PendingBatch;
import dev.sluice.container.store.HostedStore;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.SequencedMessage;
import java.util.Optional;

/**
 * Takes the messages of the order one after the other: whole batches are applied, then told of, then edits of a former session
 * are made again that were made at this place (runtime-formats §6.6). Confined to the document's thread.
 *
 * @param <S> the data stores
 */
final class Inbound<S extends HostedStore> {
    private final Document document;
    private final Position position;
    private final Events events;
    private final Edits edits;
    private final View<S> view;
    private final OpRouter<S> router;
    private final LocalOps<S> localOps;
    private final PendingState stash;

    Inbound(
            Document document,
            Position position,
            Events events,
            Edits edits,
            View<S> view,
            OpRouter<S> router,
            LocalOps<S> localOps,
            PendingState stash) {
        this.document = document;
        this.position = position;
        this.events = events;
        this.edits = edits;
        this.view = view;
        this.router = router;
        this.localOps = localOps;
        this.stash = stash;
    }

    /**
     * Processes the next message.
     *
     * @throws ContainerException if it breaks a rule
     */
    void process(SequencedMessage message) {
        Optional<RuntimeBatch> batch = accept(message);
        if (document.inbound.isBatchOpen()) {
            return;
        }
        position.advance(message);
        events.applying(() -> {
            view.departed(message);
            batch.ifPresent(this::apply);
        });
        restash();
    }

    private Optional<RuntimeBatch> accept(SequencedMessage message) {
        try {
            return document.inbound.accept(message);
        } catch (BatchException broken) {
            throw new ContainerException(Kind.DATA_PROCESSING, String.valueOf(broken.getMessage()), broken);
        }
    }

    private void apply(RuntimeBatch batch) {
        router.see(batch);
        boolean isOwn = edits.acknowledge(batch);
        batch.messages().forEach(message -> router.route(message, isOwn));
    }

    /**
     * Makes edits of a former session again that were made at this place.
     *
     * @throws ContainerException if some were made at an earlier one
     */
    void restash() {
        Optional<PendingBatch> next = stash.next(position.sequenceNumber());
        while (next.isPresent()) {
            PendingBatch batch = next.get();
            if (batch.referenceSequenceNumber() != position.sequenceNumber()) {
                throw new ContainerException(
                        Kind.USAGE,
                        "a pending batch was made at op " + batch.referenceSequenceNumber()
                                + ", but the document was loaded as of " + position.sequenceNumber()
                                + "; load it from the version it was pending with");
            }
            edits.restash(batch, message -> localOps.applyStashed(message, position.sequenceNumber()));
            next = stash.next(position.sequenceNumber());
        }
    }
}
