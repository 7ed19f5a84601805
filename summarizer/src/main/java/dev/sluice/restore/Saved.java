package dev.sluice.restore;

import dev.sluice.loader.Container;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** When the service has every edit of a container. */
final class Saved {
    private Saved() {}

    /** To be called on the container's thread; fails if the container ends before that. */
    static CompletionStage<Boolean> await(Container container) {
        CompletableFuture<Boolean> saved = new CompletableFuture<>();
        if (!container.isDirty()) {
            saved.complete(true);
            return saved;
        }
        container.events().onSaved(() -> saved.complete(true));
        container
                .events()
                .onClosed(cause -> saved.completeExceptionally(cause.<RuntimeException>map(failure -> failure)
                        .orElseGet(() -> new IllegalStateException("the document was closed before it was saved"))));
        return saved;
    }
}
