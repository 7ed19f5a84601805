package dev.sluice.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.container.summary.SummaryOutcome.Acknowledged;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.driver.ClientDescription;
import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.ConnectionMode;
import dev.sluice.driver.DeltaStream;
import dev.sluice.driver.DeltaStreamListener;
import dev.sluice.driver.DisconnectReason;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.SnapshotTree;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.TenantId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Summaries that one side writes and the other loads, and goes on from. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SummaryIT {
    @TempDir
    private Path data = Path.of("target");

    @ParameterizedTest
    @CsvSource({"v2, 2", "v3, 2", "internal3, 1"})
    void rt041_rt071_rt074_rt081_summariesOfJavaAndTypeScript_followEachOther(String generation, String compatibility) {
        try (Setting setting = new Setting(data, List.of("java", generation), compatibility);
                NodePeer later = NodePeer.start(generation, compatibility, setting.url());
                JavaPeer alsoLater = new JavaPeer("later", setting.client(), compatibility)) {
            JavaPeer java = (JavaPeer) setting.peers.get(0);
            NodePeer node = (NodePeer) setting.peers.get(1);
            Steps steps = new Steps(new Random(7), setting.common());
            String document = java.create();

            // Java alone: a full summary, and one that refers to it.
            edit(java, steps, 12);
            java.uploadBlob("blob", "bytes".getBytes(StandardCharsets.UTF_8));
            assertThat(submit(java, SummaryRequest.FULL)).isInstanceOf(Acknowledged.class);
            edit(java, steps, 3);
            SummaryOutcome second = submit(java, SummaryRequest.INCREMENTAL);
            assertThat(second).isInstanceOf(Acknowledged.class);

            // TypeScript begins with Java's summary, and writes its own on top, though Java is the eldest.
            assertThat(node.loadBase(document)).isEqualTo(((Acknowledged) second).sequenceNumber());
            edit(node, steps, 40);
            setting.settle();
            setting.compare();
            assertThat(node.downloadBlob("blob"))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("bytes");
            node.awaitSummaryAcks(1);

            // Both begin with TypeScript's.
            setting.settle();
            later.load(document);
            alsoLater.load(document);
            setting.peers.add(later);
            setting.peers.add(alsoLater);
            setting.settle();
            setting.compare();
        }
    }

    /** A member that takes nothing in holds the window open, so that both write strings with the ops in it. */
    @Test
    void dds084_typeScriptSummarizes_overTheCatchUpOpsOfJava() {
        try (Setting setting = new Setting(data, List.of("java", "v2"), "2");
                NodePeer later = NodePeer.start("v2", "2", setting.url());
                JavaPeer alsoLater = new JavaPeer("later", setting.client(), "2")) {
            JavaPeer java = (JavaPeer) setting.peers.get(0);
            NodePeer node = (NodePeer) setting.peers.get(1);
            Steps steps = new Steps(new Random(11), List.of("text", "intervals"));
            DocumentKey document = new DocumentKey(new TenantId("tinylicious"), new DocumentId(java.create()));
            edit(java, steps, 3);
            try (DocumentService service = setting.client().services().open(document);
                    DeltaStream absentMinded = join(service)) {
                assertThat(absentMinded.details().mode()).isEqualTo(ConnectionMode.WRITE);
                edit(java, steps, 12);
                assertThat(submit(java, SummaryRequest.FULL)).isInstanceOf(Acknowledged.class);
                assertThat(blobNames(service.storage().latest().orElseThrow().tree()))
                        .contains("catchupOps");

                node.load(document.document().value());
                edit(node, steps, 20);
                setting.settle();
                setting.compare();
                node.awaitSummaryAcks(1);
                setting.settle();
                later.load(document.document().value());
                alsoLater.load(document.document().value());
                setting.peers.add(later);
                setting.peers.add(alsoLater);
                setting.settle();
                setting.compare();
            }
        }
    }

    /** Joins as a writer that never says how far it has come. */
    private static DeltaStream join(DocumentService service) {
        return service.connect(
                        new ConnectRequest(ConnectionMode.WRITE, ClientDescription.HEADLESS),
                        new DeltaStreamListener() {
                            @Override
                            public void ops(List<SequencedMessage> ops) {}

                            @Override
                            public void nacked(List<Nack> nacks) {}

                            @Override
                            public void disconnected(DisconnectReason reason) {}
                        },
                        Runnable::run)
                .toCompletableFuture()
                .join();
    }

    private static Set<String> blobNames(SnapshotTree tree) {
        Set<String> names = new HashSet<>(tree.blobs().keySet());
        tree.trees().values().forEach(below -> names.addAll(blobNames(below)));
        return names;
    }

    private static void edit(Peer peer, Steps steps, int batches) {
        for (int i = 0; i < batches; i++) {
            peer.edit(steps.batch());
        }
        peer.awaitSaved();
    }

    private static SummaryOutcome submit(JavaPeer peer, SummaryRequest request) {
        peer.awaitConnected();
        peer.awaitSaved();
        return peer.submitSummary(request);
    }
}
