package dev.sluice.client;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Waits for stages. */
final class Waiting {
    private Waiting() {}

    /**
     * Returns what a stage completes with.
     *
     * @throws RuntimeException what the stage failed with, as it is
     */
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof RuntimeException failure) {
                failure.addSuppressed(new WaitedHere());
                throw failure;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw failed;
        }
    }

    /** Where somebody waited for something that failed elsewhere. */
    private static final class WaitedHere extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WaitedHere() {
            super("while waiting for it here");
        }
    }
}
