package dev.sluice.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.container.summary.SummaryOutcome.Acknowledged;
import dev.sluice.container.summary.SummaryRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
