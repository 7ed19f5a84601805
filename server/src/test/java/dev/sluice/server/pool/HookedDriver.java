package dev.sluice.server.pool;

import dev.sluice.driver.BlobContent;
import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.DeltaStorage;
import dev.sluice.driver.DeltaStream;
import dev.sluice.driver.DeltaStreamListener;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.NewDocument;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.Version;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.summary.SummaryTree;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** A driver that does something before a summary is uploaded. */
record HookedDriver(DocumentServiceFactory real, Runnable beforeUpload) implements DocumentServiceFactory {
    @Override
    public DocumentService open(DocumentKey document) {
        return new Service(real.open(document), beforeUpload);
    }

    @Override
    public DocumentService create(TenantId tenant, NewDocument document) {
        return real.create(tenant, document);
    }

    private record Service(DocumentService real, Runnable beforeUpload) implements DocumentService {
        @Override
        public DocumentKey key() {
            return real.key();
        }

        @Override
        public DocumentStorage storage() {
            return new Storage(real.storage(), beforeUpload);
        }

        @Override
        public DeltaStorage deltas() {
            return real.deltas();
        }

        @Override
        public CompletionStage<DeltaStream> connect(
                ConnectRequest request, DeltaStreamListener listener, Executor executor) {
            return real.connect(request, listener, executor);
        }

        @Override
        public void close() {
            real.close();
        }
    }

    private record Storage(DocumentStorage real, Runnable beforeUpload) implements DocumentStorage {
        @Override
        public List<Version> versions(int count) {
            return real.versions(count);
        }

        @Override
        public Optional<Snapshot> latest() {
            return real.latest();
        }

        @Override
        public Snapshot snapshot(Version version) {
            return real.snapshot(version);
        }

        @Override
        public byte[] readBlob(GitId blob) {
            return real.readBlob(blob);
        }

        @Override
        public long copyBlob(GitId blob, OutputStream to) throws IOException {
            return real.copyBlob(blob, to);
        }

        @Override
        public GitId uploadBlob(BlobContent content) {
            return real.uploadBlob(content);
        }

        @Override
        public String uploadSummary(SummaryTree summary, Optional<Version> base) {
            beforeUpload.run();
            return real.uploadSummary(summary, base);
        }
    }
}
