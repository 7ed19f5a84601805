package dev.sluice.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;
import java.util.Map;

/** Whether clients of one document hold the same (I1). */
final class Agreement {
    private Agreement() {}

    /** Waits until all have seen everything. */
    static void settle(List<Peer> peers) {
        // Each writes something, so that each connects for writing and the newest op is known to be the last.
        for (Peer peer : peers) {
            peer.edit(List.of(JsonObject.builder()
                    .put("on", "map")
                    .put("do", "set")
                    .put("key", "done")
                    .put("value", peer.name())
                    .build()));
        }
        long newest = peers.stream().mapToLong(Peer::awaitSaved).max().orElseThrow();
        peers.forEach(peer -> peer.awaitSequenceNumber(newest));
    }

    /** Compares what all have of what they have in common. */
    static void compare(List<Peer> peers) {
        JsonObject expected = peers.get(0).state();
        for (Peer peer : peers.subList(1, peers.size())) {
            JsonObject found = peer.state();
            for (Map.Entry<String, JsonValue> part : expected.members().entrySet()) {
                JsonValue other = found.get(part.getKey());
                if (other != null) {
                    assertThat(other)
                            .as(
                                    "%s at %s, beside %s",
                                    part.getKey(), peer.name(), peers.get(0).name())
                            .isEqualTo(part.getValue());
                }
            }
        }
    }
}
