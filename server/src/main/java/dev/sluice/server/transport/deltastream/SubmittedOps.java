package dev.sluice.server.transport.deltastream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.Json;
import dev.sluice.server.transport.socketio.EventPacket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code submitOp} event, taken apart (SVC §3.7). Immutable.
 *
 * @param clientId who claims to submit; empty if that was no string
 * @param messages in order, batches joined
 * @param isWellFormed whether everything in it was a message
 */
record SubmittedOps(String clientId, List<DocumentMessage> messages, boolean isWellFormed) {
    static SubmittedOps read(EventPacket packet) {
        String clientId = "";
        List<DocumentMessage> messages = new ArrayList<>();
        boolean isWellFormed = true;
        try (JsonParser parser = Json.parser(packet.array(), packet.offset(), packet.length())) {
            parser.nextToken();
            parser.nextToken();
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                clientId = parser.getText();
            } else {
                parser.skipChildren();
            }
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                isWellFormed = readElements(parser, packet, messages);
            } else {
                isWellFormed = false;
            }
        } catch (IOException malformed) {
            isWellFormed = false;
        }
        return new SubmittedOps(clientId, messages, isWellFormed);
    }

    /** An element is a batch, which is an array of messages, or a bare message. */
    private static boolean readElements(JsonParser parser, EventPacket packet, List<DocumentMessage> into)
            throws IOException {
        boolean isWellFormed = true;
        while (nextElement(parser)) {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                isWellFormed &= readMessage(parser, packet, into);
                continue;
            }
            while (nextElement(parser)) {
                isWellFormed &= readMessage(parser, packet, into);
            }
        }
        return isWellFormed;
    }

    private static boolean readMessage(JsonParser parser, EventPacket packet, List<DocumentMessage> into)
            throws IOException {
        DocumentMessage message = DocumentMessage.read(parser, packet.array(), packet.offset());
        if (message != null) {
            into.add(message);
        }
        return message != null;
    }

    private static boolean nextElement(JsonParser parser) throws IOException {
        @Nullable JsonToken token = parser.nextToken();
        return token != null && token != JsonToken.END_ARRAY;
    }
}
