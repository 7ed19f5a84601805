package dev.sluice.server.transport;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A long-polling client that knows nothing of engine.io but the session id. */
final class RawPolling {
    private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");

    private final TestService service;
    final String handshake;
    final String sid;

    private RawPolling(TestService service, String handshake) {
        this.service = service;
        this.handshake = handshake;
        this.sid = sidIn(handshake);
    }

    static RawPolling open(TestService service) {
        HttpResponse<String> response = request(service, "GET", "EIO=4&transport=polling", "");
        return new RawPolling(service, response.body());
    }

    /** Opens a session and connects to the root namespace. */
    static RawPolling connect(TestService service) {
        RawPolling polling = open(service);
        polling.post("40");
        polling.get();
        return polling;
    }

    static String sidIn(String handshake) {
        Matcher matcher = SID.matcher(handshake);
        if (!matcher.find()) {
            throw new AssertionError("no sid in " + handshake);
        }
        return matcher.group(1);
    }

    static HttpResponse<String> request(TestService service, String method, String query, String body) {
        return send(service, method, query, body).join();
    }

    private static CompletableFuture<HttpResponse<String>> send(
            TestService service, String method, String query, String body) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + service.port() + "/socket.io/?" + query))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .timeout(TestService.PATIENCE)
                .build();
        return RawWebSocket.HTTP.sendAsync(request, BodyHandlers.ofString());
    }

    private String query() {
        return "EIO=4&transport=polling&sid=" + sid;
    }

    HttpResponse<String> post(String body) {
        return request(service, "POST", query(), body);
    }

    HttpResponse<String> get() {
        return getLater().join();
    }

    CompletableFuture<HttpResponse<String>> getLater() {
        return send(service, "GET", query(), "");
    }

    /** Polls once and returns the packets. */
    List<String> packets() {
        return split(get().body());
    }

    static List<String> split(String body) {
        return List.of(body.split("\u001e"));
    }
}
