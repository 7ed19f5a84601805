package dev.sluice.bench;

import dev.sluice.driver.BlobContent;
import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.ConnectedDetails;
import dev.sluice.driver.DeltaStorage;
import dev.sluice.driver.DeltaStream;
import dev.sluice.driver.DeltaStreamListener;
import dev.sluice.driver.DisconnectReason;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.NewDocument;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.driver.ServiceConfiguration;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.SnapshotTree;
import dev.sluice.driver.Version;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.summary.SummaryTree;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A service that has one recorded document and lets readers look at it: its first version, and its ops, which are parsed when they
 * are asked for. Safe for use by many threads.
 */
final class RecordedService implements DocumentServiceFactory, DocumentService, DocumentStorage, DeltaStorage {
    static final DocumentKey KEY = DocumentKey.of("bench", "recorded");

    private final int count;
    private final Map<GitId, byte[]> blobs = new HashMap<>();
    private final SnapshotTree tree;
    private volatile List<byte[]> ops;

    RecordedService(SummaryTree app, List<byte[]> ops) {
        this.ops = ops;
        this.count = ops.size();
        this.tree = StoredSummary.tree(app, blobs);
    }

    /** Returns the number of the last op. */
    long lastSequenceNumber() {
        return count;
    }

    /** Lets go of everything; whoever asks for something afterwards is told that it is not there. */
    void forget() {
        ops = List.of();
        blobs.clear();
    }

    @Override
    public DocumentService open(DocumentKey document) {
        return this;
    }

    @Override
    public DocumentService create(TenantId tenant, NewDocument document) {
        throw new UnsupportedOperationException("a recording is read only");
    }

    @Override
    public void close() {
        // Holds memory only.
    }

    @Override
    public DocumentKey key() {
        return KEY;
    }

    @Override
    public DocumentStorage storage() {
        return this;
    }

    @Override
    public DeltaStorage deltas() {
        return this;
    }

    @Override
    public List<Version> versions(int count) {
        return List.of(Version.ofId("recorded"));
    }

    @Override
    public Optional<Snapshot> latest() {
        return Optional.of(snapshot(Version.ofId("recorded")));
    }

    @Override
    public Snapshot snapshot(Version version) {
        byte[] none = "[]".getBytes(StandardCharsets.UTF_8);
        return new Snapshot(version, tree, ProtocolState.created(0, none), List.of(), blobs, this::readBlob);
    }

    @Override
    public byte[] readBlob(GitId blob) {
        throw new IllegalStateException("blob " + blob + " is in no summary");
    }

    @Override
    public long copyBlob(GitId blob, OutputStream to) {
        throw new IllegalStateException("blob " + blob + " is in no summary");
    }

    @Override
    public GitId uploadBlob(BlobContent content) {
        throw new UnsupportedOperationException("a recording is read only");
    }

    @Override
    public String uploadSummary(SummaryTree summary, Optional<Version> base) {
        throw new UnsupportedOperationException("a recording is read only");
    }

    @Override
    public List<SequencedMessage> fetch(long after, long before) {
        int end = (int) Math.min(Math.min(before - 1, after + PAGE_OPS), ops.size());
        List<SequencedMessage> page = new ArrayList<>();
        for (int number = (int) after; number < end; number++) {
            page.add(SequencedMessage.parse(ops.get(number)));
        }
        return page;
    }

    @Override
    public CompletionStage<DeltaStream> connect(
            ConnectRequest request, DeltaStreamListener listener, Executor executor) {
        CompletableFuture<DeltaStream> outcome = new CompletableFuture<>();
        executor.execute(() -> outcome.complete(new Silence(details(request), listener, executor)));
        return outcome;
    }

    private ConnectedDetails details(ConnectRequest request) {
        return new ConnectedDetails(
                "reader",
                request.mode(),
                Set.of("doc:read"),
                RawJson.of("{}"),
                ServiceConfiguration.DEFAULTS,
                List.of(),
                List.of(),
                List.of(),
                "^0.4.0",
                false,
                OptionalLong.of(count),
                0);
    }

    /** A connection on which nothing happens. */
    private record Silence(ConnectedDetails details, DeltaStreamListener listener, Executor executor)
            implements DeltaStream {
        @Override
        public int maxSubmissionBytes() {
            return 1_000_000;
        }

        @Override
        public void submit(List<DocumentMessage> batch) {
            throw new UnsupportedOperationException("a recording is read only");
        }

        @Override
        public void signal(OutboundSignal signal) {
            // Nobody is there to hear it.
        }

        @Override
        public void disconnect(String reason) {
            executor.execute(() -> listener.disconnected(new DisconnectReason.ByClient(reason)));
        }
    }
}
