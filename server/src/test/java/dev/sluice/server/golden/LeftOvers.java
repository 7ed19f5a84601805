package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Looks for what a connection received though it was not recorded. Confined to the replay's thread. */
final class LeftOvers {

    private final Stage stage;

    LeftOvers(Stage stage) {
        this.stage = stage;
    }

    /** Reports what is left in the inbox, and what was wrong with the stream as a whole. */
    void check(int line, Peer peer) {
        List<JsonNode> pieces = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        stage.arrivals().arrive(() -> {
            for (Channel channel : Channel.values()) {
                if (channel != Channel.PING && channel != Channel.NONE) {
                    pieces.addAll(peer.inbox().channel(channel));
                }
            }
            complaints.addAll(peer.inbox().complaints());
        });
        pieces.stream()
                .filter(piece -> !isParting(piece) && !isExtraSignal(stage, piece) && !isDueLater(peer, piece))
                .forEach(piece -> stage.differ(line, peer.name() + " unexpected", "nothing", piece.toString()));
        complaints.forEach(complaint -> stage.differ(line, peer.name() + " stream", "in order", complaint));
    }

    /** Others may be seen to leave a moment earlier than recorded. */
    private static boolean isParting(JsonNode piece) {
        String type = piece.path("type").asText();
        return type.equals("leave")
                || type.equals("noClient")
                || signalContent(piece).path("type").asText().equals("leave");
    }

    /** Whether the recording shows that op on that socket only after the good-bye. */
    private boolean isDueLater(Peer peer, JsonNode op) {
        return stage.recording().opsAfterGoodBye(peer.name()).stream()
                .anyMatch(later -> OpComparison.isSame(stage.ids(), peer.document(), later, op));
    }

    /** Whether it is a signal that the service may send on its own account. */
    static boolean isExtraSignal(Stage stage, JsonNode piece) {
        return piece.path(0).asText().equals("signal")
                && piece.path(1).path("clientId").isNull()
                && stage.profile()
                        .isExtraSignal(
                                stage.scenario(),
                                signalContent(piece).path("type").asText());
    }

    private static JsonNode signalContent(JsonNode piece) {
        return Json.parseOrMissing(piece.path(1).path("content").asText());
    }
}
