package dev.sluice.driver.http;

import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.JsonWriter;
import dev.sluice.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes what a client says on a socket (SVC §3.2 to §3.7). */
final class Frames {
    static final String PONG = "3";
    static final String CONNECT = "40";
    static final String DISCONNECT = "41";

    private Frames() {}

    static String connectDocument(DocumentKey key, String token, String nonce, ConnectRequest request) {
        JsonWriter out = new JsonWriter(1024 + token.length());
        out.ascii("42[\"connect_document\",{\"tenantId\":").string(key.tenant().value());
        out.ascii(",\"id\":").string(key.document().value());
        out.ascii(",\"token\":").string(token);
        out.ascii(",\"nonce\":").string(nonce);
        out.ascii(",\"driverVersion\":\"sluice\",\"versions\":[\"^0.4.0\",\"^0.3.0\",\"^0.2.0\",\"^0.1.0\"]");
        out.ascii(",\"mode\":").string(request.mode().wireName());
        out.ascii(",\"supportedFeatures\":{\"submit_signals_v2\":true}");
        out.ascii(",\"client\":{\"mode\":").string(request.mode().wireName());
        out.ascii(",\"details\":{\"capabilities\":{\"interactive\":");
        out.ascii(Boolean.toString(request.client().interactive())).ascii("}");
        request.client().type().ifPresent(type -> out.ascii(",\"type\":").string(type));
        out.ascii(",\"environment\":").string(request.client().environment());
        out.ascii("},\"permission\":[],\"scopes\":[],\"user\":{\"id\":")
                .string(request.client().userId());
        return text(out.ascii("}}}]"));
    }

    /**
     * Returns the frame that submits a batch. It is one for all of it: what comes in several, the service may sequence with ops
     * of others in between.
     *
     * @throws IllegalArgumentException if it is larger than the service accepts (SVC §3.1)
     */
    static String submitOp(String clientId, List<DocumentMessage> batch, int maxBytes) {
        JsonWriter out = begin("submitOp", clientId).ascii("[");
        String separator = "";
        for (DocumentMessage message : batch) {
            message.write(out.ascii(separator));
            separator = ",";
        }
        out.ascii("]]]");
        if (out.size() > maxBytes) {
            throw new IllegalArgumentException("a batch of " + batch.size() + " messages in a frame of " + out.size()
                    + " bytes, but the service accepts " + maxBytes);
        }
        return text(out);
    }

    static String submitSignal(String clientId, OutboundSignal signal, boolean targeted) {
        JsonWriter out = begin("submitSignal", clientId);
        if (!targeted) {
            return text(out.ascii("[").value(signal.content()).ascii("]]]"));
        }
        out.ascii("{\"content\":").value(signal.content());
        if (signal.type() != null) {
            out.ascii(",\"type\":").string(signal.type());
        }
        signal.clientConnectionNumber()
                .ifPresent(number -> out.ascii(",\"clientConnectionNumber\":").number(number));
        signal.referenceSequenceNumber()
                .ifPresent(number -> out.ascii(",\"referenceSequenceNumber\":").number(number));
        if (signal.targetClientId() != null) {
            out.ascii(",\"targetClientId\":").string(signal.targetClientId());
        }
        return text(out.ascii("}]]"));
    }

    static String ping(long number) {
        return "42" + number + "[\"ping\"]";
    }

    static String goodbye(String clientId, DocumentKey key, String reason) {
        return "42[\"client_disconnect\"," + RawJson.ofString(clientId) + ","
                + RawJson.ofString(key.document().value()) + "," + RawJson.ofString(reason) + "]";
    }

    private static JsonWriter begin(String event, String clientId) {
        return new JsonWriter(1024)
                .ascii("42[")
                .string(event)
                .ascii(",")
                .string(clientId)
                .ascii(",[");
    }

    private static String text(JsonWriter out) {
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }
}
