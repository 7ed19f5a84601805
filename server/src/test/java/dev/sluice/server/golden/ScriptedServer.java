package dev.sluice.server.golden;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A server that says what it is told to: one body to every request, and to each text frame the frames of a script, of
 * which those under the empty text come at once. Unknown frames are met with silence.
 */
final class ScriptedServer implements ServerUnderTest {

    private static final int CREATED = 201;

    private final Vertx vertx;
    private final Map<String, List<String>> script = new HashMap<>();
    private final Profile profile;
    private String body = "null";
    private int port;

    ScriptedServer(Vertx vertx, Profile profile) {
        this.vertx = vertx;
        this.profile = profile;
    }

    ScriptedServer answering(String json) {
        body = json;
        return this;
    }

    ScriptedServer on(String frame, String... replies) {
        script.put(frame, List.of(replies));
        return this;
    }

    List<Difference> replay(Transcript transcript, Duration patience) {
        HttpServer server = vertx.createHttpServer()
                .webSocketHandler(socket -> {
                    reply("").forEach(socket::writeTextMessage);
                    socket.textMessageHandler(text -> reply(text).forEach(socket::writeTextMessage));
                })
                .requestHandler(request -> request.response()
                        .setStatusCode(CREATED)
                        .putHeader("content-type", "application/json")
                        .end(body))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        port = server.actualPort();
        return Replay.run(transcript, this, patience);
    }

    private List<String> reply(String frame) {
        return script.getOrDefault(frame, List.of());
    }

    @Override
    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public ServerTimes times() {
        return ServerTimes.REFERENCE;
    }

    @Override
    public Set<Feature> features() {
        return Set.of();
    }

    @Override
    public Profile profile() {
        return profile;
    }

    @Override
    public void close() {}
}
