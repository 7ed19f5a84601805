package dev.sluice.server.ordering;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A summarize op that waits for its answer. Immutable.
 *
 * @param sequenceNumber the op's own number, by which clients match the answer
 * @param referenceSequenceNumber the last op that the summary contains
 * @param contents as the client sent them, whatever they are
 * @param protocol the quorum at the reference, or the kept one if that was later when the op was sequenced
 */
record SummaryProposal(
        long sequenceNumber,
        long referenceSequenceNumber,
        @Nullable RawJson contents,
        ProtocolState protocol) {
    static SummaryProposal of(SequencedMessage op, ProtocolState protocol) {
        return new SummaryProposal(op.sequenceNumber(), op.referenceSequenceNumber(), op.contents(), protocol);
    }

    /**
     * What a well-formed proposal says (SVC §4.8).
     *
     * @param handle names the uploaded app tree
     * @param head the version the client believes to be the newest; empty if it knows of none
     * @param message the commit's
     * @param parents the commit's
     */
    record Body(String handle, String head, String message, List<String> parents) {}

    /** Returns what the proposal says, or nothing if its contents are not a proposal. */
    Optional<Body> body() {
        if (contents == null) {
            return Optional.empty();
        }
        try {
            byte[] json =
                    contents.isString() ? contents.stringValue().getBytes(StandardCharsets.UTF_8) : contents.toBytes();
            return parse(json);
        } catch (IOException | IllegalStateException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<Body> parse(byte[] json) throws IOException {
        String handle = null;
        String head = "";
        String message = "";
        List<String> parents = new ArrayList<>();
        try (JsonParser parser = Json.parser(json, 0, json.length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                boolean isText = value == JsonToken.VALUE_STRING;
                if (field.equals("handle") && isText) {
                    handle = parser.getText();
                } else if (field.equals("head") && isText) {
                    head = parser.getText();
                } else if (field.equals("message") && isText) {
                    message = parser.getText();
                } else if (field.equals("parents") && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.VALUE_STRING) {
                        parents.add(parser.getText());
                    }
                } else {
                    parser.skipChildren();
                }
            }
            while (parser.nextToken() != null) {
                return Optional.empty();
            }
        }
        return handle == null ? Optional.empty() : Optional.of(new Body(handle, head, message, List.copyOf(parents)));
    }
}
