package dev.sluice.server.transport.deltastream;

import dev.sluice.protocol.JsonWriter;
import dev.sluice.protocol.RawJson;
import dev.sluice.server.auth.TokenClaims;
import dev.sluice.server.ordering.ClientMode;
import dev.sluice.server.ordering.OpenDocument;
import dev.sluice.server.transport.socketio.EventFrame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes the answers to {@code connect_document} (SVC §3.4, §3.5). Pure. */
final class ConnectAnswer {
    /** The versions of the protocol that are spoken, best first. */
    static final List<String> VERSIONS = List.of("^0.4.0", "^0.3.0", "^0.2.0", "^0.1.0");

    private static final int READ_MESSAGE_BYTES = 1024;
    private static final int BLOCK_BYTES = 64_436;

    private ConnectAnswer() {}

    static EventFrame success(
            ConnectRequest request,
            TokenClaims claims,
            String clientId,
            ClientMode mode,
            String version,
            OpenDocument.Admission admission,
            DeltaStreamOptions options,
            long nowMs) {
        JsonWriter out = new JsonWriter(1024 + admission.initialClientsJson().length);
        out.ascii("42[\"connect_document_success\",{\"claims\":").value(RawJson.of(claims.json()));
        out.ascii(",\"clientId\":").string(clientId);
        out.ascii(",\"existing\":true,\"maxMessageSize\":");
        out.number(mode == ClientMode.WRITE ? DeltaStreamOptions.ADVERTISED_BYTES : READ_MESSAGE_BYTES);
        out.ascii(",\"mode\":").string(mode.wireName());
        out.ascii(",\"serviceConfiguration\":{\"blockSize\":").number(BLOCK_BYTES);
        out.ascii(",\"maxMessageSize\":").number(DeltaStreamOptions.ADVERTISED_BYTES);
        options.noopTimeFrequency()
                .map(Duration::toMillis)
                .ifPresent(every -> out.ascii(",\"noopTimeFrequency\":").number(every));
        options.noopCountFrequency()
                .ifPresent(every -> out.ascii(",\"noopCountFrequency\":").number(every));
        out.ascii("},\"initialClients\":").raw(admission.initialClientsJson());
        out.ascii(",\"initialMessages\":[],\"initialSignals\":[],\"supportedVersions\":[");
        String separator = "";
        for (String supported : VERSIONS) {
            out.ascii(separator).string(supported);
            separator = ",";
        }
        out.ascii("],\"supportedFeatures\":{\"submit_signals_v2\":true},\"version\":")
                .string(version);
        out.ascii(",\"timestamp\":").number(nowMs);
        out.ascii(",\"checkpointSequenceNumber\":").number(admission.lastSequenceNumber());
        request.nonce().ifPresent(nonce -> out.ascii(",\"nonce\":").string(nonce));
        return EventFrame.of(out.ascii("}]").toBytes());
    }

    /**
     * Writes a refusal.
     *
     * @param retryAfter how long a client should wait before it tries again; clients read it for 429 and 503
     * @param internalErrorCode a code that some clients act on
     */
    static EventFrame error(
            int code,
            String message,
            Optional<Duration> retryAfter,
            Optional<String> internalErrorCode,
            Optional<String> nonce) {
        JsonWriter out = new JsonWriter(256)
                .ascii("42[\"connect_document_error\",{\"code\":")
                .number(code);
        out.ascii(",\"message\":").string(message);
        retryAfter.ifPresent(wait -> out.ascii(",\"canRetry\":true,\"retryAfter\":")
                .number(Math.max(1, wait.plusMillis(999).toSeconds()))
                .ascii(",\"retryAfterMs\":")
                .number(wait.toMillis()));
        internalErrorCode.ifPresent(text -> out.ascii(",\"internalErrorCode\":").string(text));
        nonce.ifPresent(text -> out.ascii(",\"nonce\":").string(text));
        return EventFrame.of(out.ascii("}]").toBytes());
    }
}
