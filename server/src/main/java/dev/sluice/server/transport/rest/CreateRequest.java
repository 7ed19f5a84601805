package dev.sluice.server.transport.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.summary.RawSummaryCodec;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.protocol.summary.WholeSummaryCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The body of a request that creates a document (SVC §1.6).
 *
 * <p>Immutable.
 *
 * @param id the name asked for, if any
 * @param summary the first summary
 * @param sequenceNumber where the document begins
 * @param valuesJson the quorum's values as they stood in the body
 * @param discovery whether the answer shall say where the document is served
 * @param proof whether the answer shall hold a token that proves the creation
 */
record CreateRequest(
        Optional<DocumentId> id,
        SummaryTree summary,
        long sequenceNumber,
        byte[] valuesJson,
        boolean discovery,
        boolean proof) {
    private static final byte[] NO_VALUES = "[]".getBytes(StandardCharsets.US_ASCII);

    /**
     * Reads a body.
     *
     * @throws RestException if it is malformed or over a limit
     */
    static CreateRequest parse(byte[] body, JsonFactory json, RestLimits limits) {
        JsonMembers members = JsonMembers.of(body, json);
        byte[] summary = members.object("summary")
                .orElseThrow(() -> RestException.badRequest("\"summary\" is missing or not an object"));
        if (members.has("values") && members.array("values").isEmpty()) {
            throw RestException.badRequest("\"values\" is not an array");
        }
        return new CreateRequest(
                members.string("id").filter(id -> !id.isEmpty()).map(RestRequest::documentId),
                parseSummary(summary, json, limits),
                members.count("sequenceNumber", 0),
                members.array("values").orElse(NO_VALUES),
                members.isTrue("enableDiscovery"),
                members.isTrue("generateToken"));
    }

    /**
     * Tells the encodings apart by the summary itself, and not by {@code enableAnyBinaryBlobOnFirstSummary}: the type of its
     * type cannot contradict it.
     */
    private static SummaryTree parseSummary(byte[] summary, JsonFactory json, RestLimits limits) {
        try (JsonParser parser = json.createParser(summary)) {
            boolean isRaw = isRaw(summary, json);
            parser.nextToken();
            return isRaw
                    ? RawSummaryCodec.readTree(parser, limits.summary())
                    : WholeSummaryCodec.readTree(parser, limits.summary());
        } catch (IOException malformed) {
            throw SummaryRoutes.refused(malformed);
        }
    }

    private static boolean isRaw(byte[] summary, JsonFactory json) throws IOException {
        try (JsonParser parser = json.createParser(summary)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isType = "type".equals(parser.currentName());
                JsonToken value = parser.nextToken();
                if (isType) {
                    return value == JsonToken.VALUE_NUMBER_INT;
                }
                parser.skipChildren();
            }
        }
        return false;
    }
}
