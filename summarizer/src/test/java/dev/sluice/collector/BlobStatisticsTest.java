package dev.sluice.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.client.FluidContainer;
import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.inspect.EditedDocument;
import dev.sluice.protocol.handle.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What runs count of attachment blobs. */
@Timeout(60)
class BlobStatisticsTest {
    private final EditedDocument edited = new EditedDocument();

    @AfterEach
    void close() {
        edited.close();
    }

    private Handle upload(byte... bytes) {
        FluidContainer editor = edited.editor();
        return EditedDocument.await(
                editor.submit(() -> editor.uploadBlob(bytes)).thenCompose(uploaded -> uploaded));
    }

    @Test
    void gc178_blobs_areCountedByLocalId_notByContent() {
        Handle first = upload((byte) 1);
        upload((byte) 1);
        edited.edit(() -> edited.notes().set("first", first));
        CollectionPlan plan = edited.summarize().run().orElseThrow().plan();
        assertThat(plan.statistics().nodes().blobs()).isEqualTo(2);
        assertThat(plan.statistics().unreferenced().blobs()).isEqualTo(1);
    }
}
