package dev.sluice.agent.recorded;

import dev.sluice.driver.BlobContent;
import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.ConnectedDetails;
import dev.sluice.driver.ConnectionMode;
import dev.sluice.driver.DeltaStorage;
import dev.sluice.driver.DeltaStream;
import dev.sluice.driver.DeltaStreamListener;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.NewDocument;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.driver.ServiceConfiguration;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.Version;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.summary.SummaryTree;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A service that lets one summarizer in, under the name of a recorded one, and sequences nothing: whatever is sent is kept for the
 * test, which delivers what was recorded. Confined to the test's thread.
 */
final class RecordedService implements DocumentServiceFactory, DocumentService, DocumentStorage, DeltaStream {
    private static final int MAX_SUBMISSION_BYTES = 1_000_000;

    private final DocumentKey key;
    private final Snapshot snapshot;
    private final String clientId;
    private final List<SequencedMessage> sequenced = new ArrayList<>();
    private final List<DocumentMessage> submitted = new ArrayList<>();
    private final Deque<SummaryTree> uploads = new ArrayDeque<>();
    private String nextHandle = "";
    private @Nullable DeltaStreamListener listener;

    RecordedService(DocumentKey key, Snapshot snapshot, String clientId) {
        this.key = key;
        this.snapshot = snapshot;
        this.clientId = clientId;
        sequenced.addAll(snapshot.logTail());
    }

    /** Sends an op to the client. */
    void deliver(SequencedMessage op) {
        sequenced.add(op);
        if (listener != null) {
            listener.ops(List.of(op));
        }
    }

    /** Sets how the next upload will be named. */
    void name(String handle) {
        nextHandle = handle;
    }

    /** Returns what was submitted since this was last asked. */
    List<DocumentMessage> takeSubmitted() {
        List<DocumentMessage> taken = List.copyOf(submitted);
        submitted.clear();
        return taken;
    }

    /** Returns the next upload nobody has taken yet. */
    Optional<SummaryTree> takeUpload() {
        return Optional.ofNullable(uploads.poll());
    }

    @Override
    public DocumentService open(DocumentKey document) {
        return this;
    }

    @Override
    public DocumentService create(TenantId tenant, NewDocument document) {
        throw new UnsupportedOperationException("the document exists");
    }

    @Override
    public DocumentKey key() {
        return key;
    }

    @Override
    public DocumentStorage storage() {
        return this;
    }

    @Override
    public DeltaStorage deltas() {
        return (after, before) -> sequenced.stream()
                .filter(op -> op.sequenceNumber() > after && op.sequenceNumber() < before)
                .toList();
    }

    @Override
    public CompletionStage<DeltaStream> connect(ConnectRequest request, DeltaStreamListener events, Executor executor) {
        CompletableFuture<DeltaStream> connected = new CompletableFuture<>();
        executor.execute(() -> {
            connected.complete(this);
            listener = events;
        });
        return connected;
    }

    @Override
    public ConnectedDetails details() {
        return new ConnectedDetails(
                clientId,
                ConnectionMode.WRITE,
                Set.of("doc:read", "doc:write", "summary:write"),
                RawJson.of("{}"),
                ServiceConfiguration.DEFAULTS,
                List.of(),
                List.of(),
                List.of(),
                "^0.4.0",
                true,
                OptionalLong.of(
                        sequenced.isEmpty()
                                ? snapshot.sequenceNumber()
                                : sequenced.get(sequenced.size() - 1).sequenceNumber()),
                0);
    }

    @Override
    public int maxSubmissionBytes() {
        return MAX_SUBMISSION_BYTES;
    }

    @Override
    public void submit(List<DocumentMessage> batch) {
        submitted.addAll(batch);
    }

    @Override
    public void signal(OutboundSignal signal) {
        // Nobody else is connected.
    }

    @Override
    public void disconnect(String reason) {
        listener = null;
    }

    @Override
    public void close() {
        listener = null;
    }

    @Override
    public List<Version> versions(int count) {
        return List.of(snapshot.version());
    }

    @Override
    public Optional<Snapshot> latest() {
        return Optional.of(snapshot);
    }

    @Override
    public Snapshot snapshot(Version version) {
        return snapshot;
    }

    @Override
    public byte[] readBlob(GitId blob) {
        return snapshot.readBlob(blob);
    }

    @Override
    public long copyBlob(GitId blob, OutputStream to) {
        throw new UnsupportedOperationException("summarizers copy no blobs");
    }

    @Override
    public GitId uploadBlob(BlobContent content) {
        throw new UnsupportedOperationException("summarizers upload no blobs");
    }

    @Override
    public String uploadSummary(SummaryTree summary, Optional<Version> base) {
        uploads.add(summary);
        return nextHandle;
    }
}
