package dev.sluice.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.client.ServiceClient;
import dev.sluice.container.summary.SummaryOutcome.Acknowledged;
import dev.sluice.container.summary.SummaryRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Java clients of another service than this project's, beside a TypeScript one. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TinyliciousIT {
    @TempDir
    private Path data = Path.of("target");

    @Test
    void clients_ofTheReferencesServer_createEditSummarizeAndComeBack() {
        try (Tinylicious server = Tinylicious.start(data);
                ServiceClient client = ServiceClient.insecure(server.url());
                JavaPeer java = new JavaPeer("java", client, "2");
                JavaPeer other = new JavaPeer("other", client, "2");
                JavaPeer later = new JavaPeer("later", client, "2");
                NodePeer node = NodePeer.start("v2", "2", server.url());
                NodePeer laterNode = NodePeer.start("v2", "2", server.url())) {
            List<Peer> peers = new ArrayList<>(List.of(java, other));
            Steps steps = new Steps(new Random(5), node.structures());
            String document = java.create();
            other.load(document);
            edit(peers, steps);
            java.uploadBlob("blob", "bytes".getBytes(StandardCharsets.UTF_8));
            java.awaitSaved();
            assertThat(java.submitSummary(SummaryRequest.FULL)).isInstanceOf(Acknowledged.class);

            // TypeScript begins with Java's summary.
            node.load(document);
            peers.add(node);
            edit(peers, steps);
            assertThat(node.downloadBlob("blob"))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("bytes");
            other.disconnect();
            edit(peers, steps);
            other.connect();
            other.awaitConnected();
            Agreement.settle(peers);
            Agreement.compare(peers);

            // Others begin with TypeScript's.
            node.awaitSummaryAcks(1);
            later.load(document);
            laterNode.load(document);
            peers.add(later);
            peers.add(laterNode);
            edit(peers, steps);
            Agreement.settle(peers);
            Agreement.compare(peers);
        }
    }

    private static void edit(List<Peer> peers, Steps steps) {
        for (int round = 0; round < 5; round++) {
            peers.forEach(peer -> peer.edit(steps.batch()));
        }
    }
}
