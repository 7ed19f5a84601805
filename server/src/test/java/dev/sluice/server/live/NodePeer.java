package dev.sluice.server.live;

import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonBoolean;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.server.NpmPackages;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A TypeScript client of one generation, in a process of its own. */
final class NodePeer implements CollectingPeer {
    private static final Path SUITE = Path.of("src/interop").toAbsolutePath();
    private static final long DEADLINE_MS = 60_000;
    /** What two clients of the old generation agree on; a map that is cleared while it is offline closes them. */
    private static final List<String> OLD = List.of("map", "counter", "cell", "register", "text");

    private static final List<String> ALL =
            List.of("map", "directory", "counter", "cell", "register", "queue", "tasks", "text", "intervals", "matrix");

    private final String generation;
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;
    private long lastId;

    private NodePeer(String generation, Process process) {
        this.generation = generation;
        this.process = process;
        this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts a client.
     *
     * @param generation its packages: {@code v2}, {@code v3} or {@code internal3}
     * @param compatibility the oldest version of the runtime that documents it creates must suit, 1 or 2
     */
    static NodePeer start(String generation, String compatibility, URI service) {
        return start(generation, service, compatibility, "loader", Optional.empty());
    }

    /**
     * Starts a client that opens documents of the service client's layout, with initial objects {@code map}, {@code text} and
     * {@code board}.
     */
    static NodePeer ofServiceClient(URI service) {
        return start("v2", service, "2", "service", Optional.empty());
    }

    /** Does as {@link #ofServiceClient}; its documents have a {@code SharedTree}, too, as {@code tree}. */
    static NodePeer withTree(URI service) {
        return start("v2", service, "2", "service", Optional.of(JsonObject.of("withTree", JsonBoolean.TRUE)));
    }

    /**
     * Starts a client that summarizes and collects when it is told to.
     *
     * @param options of collection, with the names that the runtime has for them
     * @param flags settings by name
     */
    static NodePeer collecting(String generation, URI service, JsonObject options, JsonObject flags) {
        JsonObject collection =
                JsonObject.builder().put("options", options).put("flags", flags).build();
        return start(generation, service, "2", "loader", Optional.of(JsonObject.of("collection", collection)));
    }

    private static NodePeer start(
            String generation, URI service, String compatibility, String level, Optional<JsonObject> more) {
        NpmPackages.install(SUITE.resolve(generation));
        try {
            Path outputs = Files.createDirectories(Path.of("target/interop").toAbsolutePath());
            Process process = new ProcessBuilder("node", "live/peer.mjs")
                    .directory(SUITE.toFile())
                    .redirectError(Files.createTempFile(outputs, "peer-" + generation + "-", ".log")
                            .toFile())
                    .start();
            NodePeer peer = new NodePeer(generation, process);
            JsonObject.Builder settings = JsonObject.builder()
                    .put("generation", generation)
                    .put("client", "tinylicious")
                    .put("level", level)
                    .put("url", service.toString())
                    .put("tenant", "tinylicious")
                    .put("key", "12345")
                    .put("compatibilityMode", compatibility);
            more.ifPresent(asked -> asked.members().forEach(settings::put));
            peer.command("configure", settings);
            return peer;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String name() {
        return generation;
    }

    @Override
    public List<String> structures() {
        return switch (generation) {
            case "internal3" -> OLD;
            case "v3" -> List.of("map", "clearing", "directory");
            default -> ALL;
        };
    }

    @Override
    public String create() {
        return object(command("create", JsonObject.builder()))
                .string("documentId")
                .orElseThrow();
    }

    @Override
    public void load(String documentId) {
        loadBase(documentId);
    }

    /** Opens a document, and returns the newest op that is in the summary it began with. */
    long loadBase(String documentId) {
        JsonObject answer = object(command("load", JsonObject.builder().put("documentId", documentId)));
        return (long) answer.number("base").orElseThrow().value();
    }

    @Override
    public void edit(List<JsonObject> steps) {
        command("edit", JsonObject.builder().put("steps", JsonValue.of(steps)));
    }

    @Override
    public void nest(String key, JsonObject entries) {
        command("nest", JsonObject.builder().put("key", key).put("entries", entries));
    }

    @Override
    public JsonValue nested(String key) {
        return command("nested", JsonObject.builder().put("key", key));
    }

    @Override
    public void uploadBlob(String key, byte[] content) {
        String base64 = Base64.getEncoder().encodeToString(content);
        command("uploadBlob", JsonObject.builder().put("key", key).put("base64", base64));
    }

    @Override
    public byte[] downloadBlob(String key) {
        return bytes(command("downloadBlob", JsonObject.builder().put("key", key)));
    }

    private static byte[] bytes(JsonValue answer) {
        return Base64.getDecoder().decode(object(answer).string("base64").orElseThrow());
    }

    @Override
    public void addStore(String key) {
        command("addStore", JsonObject.builder().put("key", key));
    }

    @Override
    public void editStore(String key, List<JsonObject> steps) {
        command("editStore", JsonObject.builder().put("key", key).put("steps", JsonValue.of(steps)));
    }

    /** Has the map of a data store refer to what the common map refers to under a key. */
    void putInto(String store, String key) {
        command("putInto", JsonObject.builder().put("store", store).put("key", key));
    }

    @Override
    public JsonObject storeState(String key) {
        return object(command("storeState", JsonObject.builder().put("key", key)));
    }

    @Override
    public byte[] storeBlob(String store, String key) {
        return bytes(
                command("storeBlob", JsonObject.builder().put("store", store).put("key", key)));
    }

    @Override
    public String remember(String key) {
        return object(command("remember", JsonObject.builder().put("key", key)))
                .string("path")
                .orElseThrow();
    }

    @Override
    public void putBack(String key) {
        command("putBack", JsonObject.builder().put("key", key));
    }

    @Override
    public Found request(String path) {
        JsonObject answer = object(command("request", JsonObject.builder().put("path", path)));
        if (answer.require("wasDeleted").equals(JsonBoolean.TRUE)) {
            return Found.DELETED;
        }
        if (answer.require("isTombstoned").equals(JsonBoolean.TRUE)) {
            return Found.TOMBSTONED;
        }
        return answer.number("status").orElseThrow().value() == 200 ? Found.THERE : Found.NEVER_THERE;
    }

    @Override
    public void summarize(String documentId) {
        command("summarize", JsonObject.builder().put("documentId", documentId));
    }

    /** Returns the names of the events that told of something wrong. */
    List<String> told() {
        return command("told", JsonObject.builder()).asArray().orElseThrow().elements().stream()
                .map(name -> name.asString().orElseThrow())
                .toList();
    }

    @Override
    public void disconnect() {
        command("disconnect", JsonObject.builder());
    }

    @Override
    public void connect() {
        command("connect", JsonObject.builder());
    }

    @Override
    public void awaitConnected() {
        command("awaitConnected", JsonObject.builder());
    }

    @Override
    public long awaitSaved() {
        JsonObject answer = object(command("awaitSaved", JsonObject.builder()));
        return (long) answer.number("sequenceNumber").orElseThrow().value();
    }

    @Override
    public void awaitSequenceNumber(long sequenceNumber) {
        command("awaitSequenceNumber", JsonObject.builder().put("sequenceNumber", sequenceNumber));
    }

    @Override
    public void awaitSummaryAcks(int count) {
        command("awaitSummaryAcks", JsonObject.builder().put("count", count));
    }

    @Override
    public JsonObject state() {
        return object(command("state", JsonObject.builder()));
    }

    @Override
    public void leave() {
        command("dispose", JsonObject.builder());
    }

    private JsonValue command(String name, JsonObject.Builder argument) {
        JsonObject command = JsonObject.builder()
                .put("id", ++lastId)
                .put("command", name)
                .put("argument", argument.put("ms", DEADLINE_MS).build())
                .build();
        try {
            commands.write(command.toJson());
            commands.newLine();
            commands.flush();
            String line = answers.readLine();
            if (line == null) {
                throw new AssertionError(generation + " ended during " + name);
            }
            JsonObject answer = object(JsonValue.parse(line));
            answer.object("error").ifPresent(error -> {
                throw new AssertionError(
                        generation + ", " + name + ": " + error.string("stack").orElse(error.toJson()));
            });
            return answer.has("result") ? answer.require("result") : JsonArray.EMPTY;
        } catch (IOException failure) {
            throw new UncheckedIOException(generation + " ended during " + name, failure);
        }
    }

    private static JsonObject object(JsonValue value) {
        return value.asObject().orElseThrow();
    }

    /** Ends the process with its standard input. */
    @Override
    public void close() {
        try {
            commands.close();
            process.waitFor();
        } catch (IOException broken) {
            process.destroyForcibly();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
