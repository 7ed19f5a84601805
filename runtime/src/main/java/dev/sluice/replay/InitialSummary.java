package dev.sluice.replay;

import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The summary a recording begins with, in the two parts in which it was given to the service. Immutable.
 *
 * @param app the application's part
 * @param protocol the quorum
 */
record InitialSummary(SummaryTree app, ProtocolState protocol) {
    private static final byte[] NONE = "[]".getBytes(StandardCharsets.UTF_8);

    /** Takes a summary apart; a bare one is all the application's, and as of no op. */
    static InitialSummary of(SummaryTree whole) {
        Optional<SummaryTree> app = StartingPoint.tree(whole, ".app");
        return app.isPresent()
                ? new InitialSummary(app.get(), protocol(StartingPoint.tree(whole, ".protocol")))
                : new InitialSummary(whole, ProtocolState.created(0, NONE));
    }

    long sequenceNumber() {
        return protocol.sequenceNumber();
    }

    private static ProtocolState protocol(Optional<SummaryTree> tree) {
        JsonObject attributes = tree.flatMap(blobs -> StartingPoint.text(blobs, "attributes"))
                .flatMap(text -> JsonValue.parse(text).asObject())
                .orElse(JsonObject.EMPTY);
        try {
            return ProtocolState.parse(
                    number(attributes, "sequenceNumber"),
                    number(attributes, "minimumSequenceNumber"),
                    blob(tree, "quorumMembers"),
                    blob(tree, "quorumProposals"),
                    blob(tree, "quorumValues"));
        } catch (IllegalArgumentException malformed) {
            throw new JsonException("found " + malformed.getMessage(), malformed);
        }
    }

    private static long number(JsonObject attributes, String name) {
        return attributes
                .number(name)
                .filter(JsonNumber::isInteger)
                .map(number -> (long) number.value())
                .orElse(0L);
    }

    private static byte[] blob(Optional<SummaryTree> tree, String name) {
        return tree.flatMap(blobs -> StartingPoint.text(blobs, name))
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .orElse(NONE);
    }
}
