package dev.sluice.event;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The listeners of one kind of event. Listeners may come and go while they are told; who comes meanwhile hears the next event.
 *
 * <p>A listener that throws does not keep the others from hearing: its exception goes to the {@code failures} given here.
 *
 * <p>Confined to its document's thread.
 *
 * @param <E> what happened
 * @since 0.1
 */
public final class Listeners<E> {
    private final Consumer<RuntimeException> failures;
    private final List<Entry<E>> entries = new ArrayList<>();

    /** Creates an empty list; {@code failures} is given what listeners throw. */
    public Listeners(Consumer<RuntimeException> failures) {
        this.failures = failures;
    }

    // A wrapper with identity: one listener may be registered twice.
    private static final class Entry<E> {
        private final Consumer<? super E> listener;
        private boolean isClosed;

        Entry(Consumer<? super E> listener) {
            this.listener = listener;
        }
    }

    /** Adds a listener, behind those that are there. */
    public Registration add(Consumer<? super E> listener) {
        Entry<E> entry = new Entry<>(listener);
        entries.add(entry);
        return () -> {
            entry.isClosed = true;
            entries.remove(entry);
        };
    }

    /** Returns whether anybody would hear an event, for those who would have to work to describe it. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Tells all listeners, in the order of their registration. */
    public void tell(E event) {
        for (Entry<E> entry : List.copyOf(entries)) {
            if (!entry.isClosed) {
                tell(entry, event);
            }
        }
    }

    private void tell(Entry<E> entry, E event) {
        try {
            entry.listener.accept(event);
        } catch (RuntimeException failure) {
            failures.accept(failure);
        }
    }
}
