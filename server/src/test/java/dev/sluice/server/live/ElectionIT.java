package dev.sluice.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.SummaryPolicy;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who summarizes where interactive clients of Java and TypeScript have one document open. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ElectionIT {
    private static final SummaryPolicy EAGER = SummaryPolicy.DEFAULT
            .withMaxOps(20)
            .withIdle(Duration.ZERO, Duration.ofSeconds(5))
            .withInitialDelay(Duration.ZERO);
    private static final String JAVA = "sluice";

    @TempDir
    private Path data = Path.of("target");

    /** The clients of the eldest summarize, and those of the other only once it has left. */
    @ParameterizedTest
    @CsvSource({"v2, true", "v3, true", "v2, false"})
    void rt082_rt083_eldestInteractiveClient_seesToSummaries(String generation, boolean isJavaEldest) {
        try (Setting setting = new Setting(data, List.of(), "2");
                JavaPeer java = JavaPeer.summarizing("java", setting.client(), EAGER);
                NodePeer node = NodePeer.start(generation, "2", setting.url())) {
            Peer eldest = isJavaEldest ? java : node;
            Peer other = isJavaEldest ? node : java;
            String document = eldest.create();
            // Who only reads is no member: each becomes one by writing, in this order.
            edit(eldest);
            other.load(document);
            editUntilSummarized(setting, document, eldest, isJavaEldest);
            assertThat(summarizers(setting.ops(document))).containsOnly(isJavaEldest);

            edit(other);
            eldest.leave();
            editUntilSummarized(setting, document, other, !isJavaEldest);
        }
    }

    private static void editUntilSummarized(Setting setting, String document, Peer editor, boolean isByJava) {
        for (int acks = 1; !summarizers(setting.ops(document)).contains(isByJava); acks++) {
            for (int i = 0; i < 25; i++) {
                edit(editor);
            }
            editor.awaitSummaryAcks(acks);
        }
    }

    private static void edit(Peer peer) {
        peer.edit(List.of(JsonObject.builder()
                .put("on", "map")
                .put("do", "set")
                .put("key", "by")
                .put("value", peer.name())
                .build()));
        peer.awaitSaved();
    }

    /** Whether each summary that was proposed was so by a client of Java. */
    private static List<Boolean> summarizers(List<SequencedMessage> ops) {
        Map<String, Boolean> isJavaById = new HashMap<>();
        List<Boolean> summarizers = new ArrayList<>();
        for (SequencedMessage op : ops) {
            if (op.type().equals(MessageType.JOIN)) {
                JsonObject member =
                        JsonValue.parse(String.valueOf(op.data())).asObject().orElseThrow();
                isJavaById.put(member.string("clientId").orElseThrow(), JAVA.equals(environment(member)));
            } else if (op.type().equals(MessageType.SUMMARIZE)) {
                summarizers.add(isJavaById.get(op.clientId()));
            }
        }
        return summarizers;
    }

    private static String environment(JsonObject member) {
        return member.object("detail")
                .flatMap(client -> client.object("details"))
                .flatMap(details -> details.string("environment"))
                .orElse("");
    }
}
