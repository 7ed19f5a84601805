package dev.sluice.server.ordering;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes to many subscribers and is encoded for the wire once, by the first of them.
 *
 * <p>Confined to its document's thread.
 *
 * @param <S> what is encoded
 */
abstract class Encoded<S> {
    private @Nullable Object form;

    /** Returns this object's wire form, which {@code encode} makes on the first call. All calls must ask for one type. */
    public final <F> F encoded(Class<F> type, Function<? super S, ? extends F> encode) {
        if (form == null) {
            form = encode.apply(self());
        }
        return type.cast(form);
    }

    abstract S self();
}
