package dev.sluice.server.storage;

import dev.sluice.protocol.DocumentKey;
import java.util.List;
import java.util.Optional;

/** Checks the stored state of one document for a {@link StoreVerifier}: without it the document cannot be opened. */
final class StateCheck {
    private final DocumentKey key;
    private final StoreVerifier.States states;
    private final List<StoreFinding> findings;

    StateCheck(DocumentKey key, StoreVerifier.States states, List<StoreFinding> findings) {
        this.key = key;
        this.states = states;
        this.findings = findings;
    }

    void run(StoreView view) {
        if (view.document(key).isPresent()) {
            damage(view).ifPresent(found -> findings.add(new StoreFinding.DamagedState(key, found)));
        }
    }

    private Optional<String> damage(StoreView view) {
        try {
            Optional<byte[]> state = view.checkpoint(key);
            if (state.isEmpty()) {
                return Optional.of("it is absent");
            }
            long includes = states.lastSequenceNumber(state.get());
            long newest = view.lastSequenceNumber(key);
            return includes <= newest
                    ? Optional.empty()
                    : Optional.of("it includes op " + includes + ", but the newest is " + newest);
        } catch (RuntimeException unreadable) {
            return Optional.of(unreadable.toString());
        }
    }
}
