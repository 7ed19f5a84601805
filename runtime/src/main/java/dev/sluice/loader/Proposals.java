package dev.sluice.loader;

import dev.sluice.protocol.ProtocolState;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The promises of this client's own proposals (runtime-formats §2.1): first by the client's count, then, once sequenced, by
 * number until everybody has agreed. A proposal that was under way when the connection ended is not sent again. Confined to the
 * container's thread.
 */
final class Proposals {
    /** The type of the message with which a writer says that it has seen a proposal. */
    static final String ACCEPT = "accept";

    private final Map<Long, CompletableFuture<Long>> sent = new HashMap<>();
    private final Map<Long, CompletableFuture<Long>> sequenced = new HashMap<>();

    CompletableFuture<Long> sent(long clientSequenceNumber) {
        CompletableFuture<Long> promise = new CompletableFuture<>();
        sent.put(clientSequenceNumber, promise);
        return promise;
    }

    void sequenced(long clientSequenceNumber, long sequenceNumber) {
        CompletableFuture<Long> promise = sent.remove(clientSequenceNumber);
        if (promise != null) {
            sequenced.put(sequenceNumber, promise);
        }
    }

    /** Keeps the promises of what was approved between two states. */
    void approved(ProtocolState before, ProtocolState after) {
        for (Long number : before.proposals().keySet()) {
            CompletableFuture<Long> promise = after.proposals().containsKey(number) ? null : sequenced.remove(number);
            if (promise != null) {
                promise.complete(number);
            }
        }
    }

    void disconnected() {
        reject(sent, "the connection ended before the proposal was sequenced; propose again");
    }

    void closed() {
        reject(sent, "the container was closed before the proposal was sequenced");
        reject(sequenced, "the container was closed before everybody agreed");
    }

    private static void reject(Map<Long, CompletableFuture<Long>> promises, String why) {
        Map<Long, CompletableFuture<Long>> rejected = Map.copyOf(promises);
        promises.clear();
        rejected.values().forEach(promise -> promise.completeExceptionally(new IllegalStateException(why)));
    }
}
