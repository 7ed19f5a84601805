package dev.sluice.server.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The REST calls that drivers make, over one connection.
 *
 * <p>Confined to one thread; every call blocks, and throws if the answer is not a success.
 */
public final class FluidRest implements AutoCloseable {
    /** A map with one key: about the least that a client creates. */
    private static final String SMALL_SUMMARY = "{\"type\":\"tree\",\"entries\":[{\"path\":\".metadata\",\"type\":"
            + "\"blob\",\"value\":{\"type\":\"blob\",\"content\":\"{\\\"summaryNumber\\\":1}\",\"encoding\":\"utf-8\"}},"
            + "{\"path\":\".channels\",\"type\":\"tree\",\"value\":{\"type\":\"tree\",\"entries\":[{\"path\":\"header\","
            + "\"type\":\"blob\",\"value\":{\"type\":\"blob\",\"content\":\"{\\\"k\\\":1}\",\"encoding\":\"utf-8\"}}]}}]}";

    private final ServiceAddress service;
    private final RestEncoding encoding;
    private final HttpConnection http;
    private final String token;

    /**
     * A client whose storage calls are made in the name of {@code documentId}.
     *
     * @param documentId empty for one that creates documents
     */
    public FluidRest(ServiceAddress service, RestEncoding encoding, String documentId) {
        this.service = service;
        this.encoding = encoding;
        this.http = new HttpConnection(service);
        this.token = Tokens.sign(service, documentId, "load");
    }

    /** Creates a small document and returns the id that the service chose. */
    public String createDocument() {
        String body = "{\"summary\":" + SMALL_SUMMARY + ",\"sequenceNumber\":0,\"values\":[[\"code\",{\"key\":\"code\","
                + "\"value\":{\"package\":\"no-dynamic-package\",\"config\":{}},\"approvalSequenceNumber\":0,"
                + "\"commitSequenceNumber\":0,\"sequenceNumber\":0}]],\"enableDiscovery\":false,"
                + "\"generateToken\":false,\"isEphemeralContainer\":false,\"enableAnyBinaryBlobOnFirstSummary\":true}";
        return send(orderer("POST", "/documents/" + service.tenant(), body))
                .json()
                .asText();
    }

    /** Returns the ops of {@code documentId} with a sequence number above {@code from} and below {@code to}. */
    public JsonNode deltas(String documentId, long from, long to) {
        return send(deltasDownload(documentId, from, to)).json();
    }

    /** Returns the call that fetches what {@link #deltas} decodes. */
    public RestCall deltasDownload(String documentId, long from, long to) {
        String path = "/deltas/" + service.tenant() + "/" + documentId + "?from=" + from + "&to=" + to;
        return orderer("GET", path, null);
    }

    /** Returns the call that asks whether {@code documentId} exists. */
    public RestCall documentDownload(String documentId) {
        return orderer("GET", "/documents/" + service.tenant() + "/" + documentId, null);
    }

    /** Returns the call that uploads text as drivers upload the blobs of a summary. */
    public RestCall textUpload(String content) {
        return blobUpload(content, "utf-8");
    }

    /** Returns the call that uploads bytes as drivers upload attachment blobs. */
    public RestCall bytesUpload(byte[] content) {
        return base64Upload(Base64.getEncoder().encodeToString(content));
    }

    /** Returns the call that uploads a blob given in base64. */
    public RestCall base64Upload(String base64) {
        return blobUpload(base64, "base64");
    }

    /**
     * Returns the call that uploads a tree.
     *
     * @param entriesJson the JSON array of its entries
     */
    public RestCall treeUpload(String entriesJson) {
        return storage("POST", "/git/trees", "{\"tree\":" + entriesJson + "}");
    }

    /** Returns the call that fetches a blob, in JSON and base64. */
    public RestCall blobDownload(String sha) {
        return storage("GET", "/git/blobs/" + sha, null);
    }

    /** Returns the call that fetches a blob as the bytes it is. */
    public RestCall rawBlobDownload(String sha) {
        return storage("GET", "/git/blobs/raw/" + sha, null);
    }

    /** Returns the call that fetches a tree without what is below it. */
    public RestCall treeDownload(String sha) {
        return storage("GET", "/git/trees/" + sha, null);
    }

    /** Returns the call that fetches a commit. */
    public RestCall commitDownload(String sha) {
        return storage("GET", "/git/commits/" + sha, null);
    }

    /** Sends an upload and returns the id of what is now stored. */
    public String upload(RestCall call) {
        return send(call).json().path("sha").asText();
    }

    /** Sends a download and returns the length of the answer's body. */
    public int download(RestCall call) {
        return send(call).succeeded().bytes().length;
    }

    /** Returns the newest commit of {@code documentId}. */
    public JsonNode newestCommit(String documentId) {
        return send(storage("GET", "/commits?count=1&sha=" + documentId, null))
                .json()
                .path(0);
    }

    /** Returns the tree {@code sha} with everything below it. */
    public JsonNode tree(String sha) {
        return send(storage("GET", "/git/trees/" + sha + "?recursive=1", null)).json();
    }

    public HttpReply send(RestCall call) {
        return call.sendOver(http);
    }

    private RestCall blobUpload(String content, String contentEncoding) {
        String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(content));
        return storage(
                "POST", "/git/blobs", "{\"content\":\"" + quoted + "\",\"encoding\":\"" + contentEncoding + "\"}");
    }

    /** The orderer takes the token as it is, storage in base64 behind the tenant's name. */
    private RestCall orderer(String method, String path, @Nullable String json) {
        return encoding.encode(method, path, "Basic " + token, utf8(json));
    }

    private RestCall storage(String method, String path, @Nullable String json) {
        String credentials = Base64.getEncoder().encodeToString((service.tenant() + ":" + token).getBytes(UTF_8));
        return encoding.encode(method, "/repos/" + service.tenant() + path, "Basic " + credentials, utf8(json));
    }

    private static byte @Nullable [] utf8(@Nullable String json) {
        return json == null ? null : json.getBytes(UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
