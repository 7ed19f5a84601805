package dev.sluice.server.transport.rest;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.git.GitId;
import dev.sluice.server.ordering.DocumentDirectory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told. */
final class RecordingDirectory implements DocumentDirectory {
    final Set<DocumentKey> open = ConcurrentHashMap.newKeySet();
    final List<String> signals = new CopyOnWriteArrayList<>();
    final List<String> closed = new CopyOnWriteArrayList<>();

    @Override
    public boolean isOpen(DocumentKey key) {
        return open.contains(key);
    }

    @Override
    public void signal(DocumentKey key, byte[] signalJson) {
        signals.add(key + " " + new String(signalJson, StandardCharsets.UTF_8));
    }

    @Override
    public CompletionStage<Void> close(DocumentKey key, String reason) {
        closed.add(key + " " + reason);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public byte[] initialState(long sequenceNumber, byte[] quorumValuesJson, GitId firstCommit) {
        return ("state@" + sequenceNumber + " " + firstCommit).getBytes(StandardCharsets.UTF_8);
    }
}
