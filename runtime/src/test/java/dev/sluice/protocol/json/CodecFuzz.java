package dev.sluice.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import dev.sluice.container.pending.PendingCodec;
import dev.sluice.fuzz.Findings;
import dev.sluice.loader.PendingState;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.summary.RawSummaryCodec;
import dev.sluice.protocol.summary.SummaryLimits;
import dev.sluice.protocol.summary.WholeSummaryCodec;
import java.nio.charset.StandardCharsets;

/** Everything that reads JSON of the protocol. */
public final class CodecFuzz {
    private static final SummaryLimits LIMITS = new SummaryLimits(50, 10_000, 10_000, 1 << 20, 1 << 20);
    private static final byte[] NONE = "[]".getBytes(StandardCharsets.UTF_8);

    private CodecFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Findings.refuseOrTake(() -> roundTrip(input));
        Findings.refuseOrTake(() -> {
            SequencedMessage op = SequencedMessage.parse(input);
            require(SequencedMessage.parse(op.toBytes()).equals(op), "an op is another when it is read back");
        });
        Findings.refuseOrTake(() -> {
            try (JsonParser parser = Json.parser(input, 0, input.length)) {
                parser.nextToken();
                DocumentMessage.read(parser, input, 0);
            }
        });
        Findings.refuseOrTake(() -> ProtocolState.parse(5, 3, input, NONE, NONE));
        Findings.refuseOrTake(() -> ProtocolState.parse(5, 3, NONE, input, NONE));
        Findings.refuseOrTake(() -> ProtocolState.parse(5, 3, NONE, NONE, input));
        Findings.refuseOrTake(() -> PendingState.parse(new String(input, StandardCharsets.UTF_8)));
        Findings.refuseOrTake(() -> PendingCodec.read(
                JsonValue.parse(RawJson.slice(input, 0, input.length)).asArray().orElse(JsonArray.EMPTY)));
        Findings.refuseOrTake(() -> {
            try (JsonParser parser = Json.parser(input, 0, input.length)) {
                parser.nextToken();
                WholeSummaryCodec.readTree(parser, LIMITS);
            }
        });
        Findings.refuseOrTake(() -> {
            try (JsonParser parser = Json.parser(input, 0, input.length)) {
                parser.nextToken();
                RawSummaryCodec.readTree(parser, LIMITS);
            }
        });
    }

    private static void roundTrip(byte[] input) {
        JsonValue value = JsonValue.parse(RawJson.slice(input, 0, input.length));
        String text = value.toJson();
        require(JsonValue.parse(text).toJson().equals(text), "a value is another when it is read back");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
