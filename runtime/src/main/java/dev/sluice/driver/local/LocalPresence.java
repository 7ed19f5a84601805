package dev.sluice.driver.local;

import dev.sluice.driver.ClientDescription;
import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.ConnectedDetails;
import dev.sluice.driver.ConnectionMode;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.driver.Signal;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonBoolean;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** A connection as the service sees it, from its yes to its end (SVC §3.4). Confined: the service's lock is held. */
final class LocalPresence {
    private final LocalService service;
    private final LocalDocument document;
    private final LocalConnection connection;
    private final LocalUser user;
    private final JsonObject client;
    private final ConnectedDetails details;
    private final boolean maySummarize;

    private LocalPresence(
            LocalService service,
            LocalDocument document,
            LocalConnection connection,
            LocalUser user,
            JsonObject client,
            ConnectedDetails details,
            boolean maySummarize) {
        this.service = service;
        this.document = document;
        this.connection = connection;
        this.user = user;
        this.client = client;
        this.details = details;
        this.maySummarize = maySummarize;
    }

    /** Lets a client in; nobody hears of it before {@link #announce}. */
    static LocalPresence accept(
            LocalService service, DocumentKey key, LocalUser user, ConnectRequest request, LocalConnection connection) {
        LocalDocument document = service.document(key);
        ConnectionMode mode =
                request.mode() == ConnectionMode.WRITE && user.mayWrite() ? ConnectionMode.WRITE : ConnectionMode.READ;
        Set<String> scopes = trimmed(user, request.client());
        JsonObject client = client(request.client(), user, mode, scopes);
        List<ConnectedDetails.ConnectedClient> others = new ArrayList<>();
        service.present(key).forEach(other -> other.describe().ifPresent(others::add));
        ConnectedDetails details = ConnectedDetails.inProcess(
                service.newId(),
                mode,
                user.scopes(),
                RawJson.of(claims(key, user).toJson()),
                others,
                document.sequencer().sequenceNumber(),
                document.nowMs());
        return new LocalPresence(
                service, document, connection, user, client, details, scopes.contains(LocalUser.SUMMARIZE));
    }

    ConnectedDetails details() {
        return details;
    }

    ConnectedDetails.ConnectedClient describe() {
        return new ConnectedDetails.ConnectedClient(details.clientId(), RawJson.of(client.toJson()));
    }

    /** Tells everybody, the newcomer included, and makes a writer a member. */
    void announce() {
        JsonObject content = JsonObject.builder()
                .put("clientId", details.clientId())
                .put("client", client)
                .build();
        broadcast(membership("join", content));
        if (details.mode() == ConnectionMode.WRITE) {
            document.sequencer().join(details.clientId(), client, maySummarize, document.nowMs());
        }
    }

    void submit(List<DocumentMessage> batch) {
        if (details.mode() == ConnectionMode.READ) {
            connection.tell(user.mayWrite() ? Nack.badRequest("Readonly client") : Nack.invalidScope("Invalid scope"));
            return;
        }
        for (DocumentMessage message : batch) {
            document.sequencer()
                    .submit(details.clientId(), message, document.nowMs())
                    .ifPresent(connection::tell);
        }
    }

    void signal(OutboundSignal signal) {
        Signal told = new Signal(
                details.clientId(),
                signal.content(),
                signal.type(),
                signal.clientConnectionNumber(),
                signal.referenceSequenceNumber(),
                signal.targetClientId());
        String target = signal.targetClientId();
        service.present(document.key()).stream()
                .filter(other -> target == null || other.isNamed(target))
                .forEach(other -> other.tell(told));
    }

    void expire() {
        document.sequencer().leave(details.clientId(), document.nowMs());
    }

    void leave() {
        expire();
        broadcast(membership("leave", JsonValue.of(details.clientId())));
    }

    private void broadcast(Signal signal) {
        service.present(document.key()).forEach(other -> other.tell(signal));
    }

    private static Signal membership(String type, JsonValue content) {
        JsonObject told =
                JsonObject.builder().put("type", type).put("content", content).build();
        return new Signal(
                null, RawJson.ofString(told.toJson()), null, OptionalLong.empty(), OptionalLong.empty(), null);
    }

    /** Only clients that nobody works with may name summaries (SVC §2). */
    private static Set<String> trimmed(LocalUser user, ClientDescription client) {
        Set<String> scopes = new TreeSet<>(user.scopes());
        boolean isSummarizer = client.type().filter("summarizer"::equals).isPresent();
        if (!isSummarizer && client.interactive()) {
            scopes.remove(LocalUser.SUMMARIZE);
        }
        return scopes;
    }

    private static JsonObject client(
            ClientDescription description, LocalUser user, ConnectionMode mode, Set<String> scopes) {
        JsonObject.Builder about = JsonObject.builder()
                .put(
                        "capabilities",
                        JsonObject.of("interactive", description.interactive() ? JsonBoolean.TRUE : JsonBoolean.FALSE))
                .put("environment", description.environment());
        description.type().ifPresent(type -> about.put("type", type));
        return JsonObject.builder()
                .put("mode", mode.wireName())
                .put("details", about.build())
                .put("permission", JsonArray.EMPTY)
                .put("user", JsonObject.of("id", JsonValue.of(user.id())))
                .put("scopes", texts(scopes))
                .build();
    }

    private static JsonObject claims(DocumentKey key, LocalUser user) {
        return JsonObject.builder()
                .put("documentId", key.document().value())
                .put("tenantId", key.tenant().value())
                .put("scopes", texts(new TreeSet<>(user.scopes())))
                .put("user", JsonObject.of("id", JsonValue.of(user.id())))
                .put("ver", "1.0")
                .build();
    }

    private static JsonArray texts(Set<String> texts) {
        List<JsonValue> elements = new ArrayList<>();
        texts.forEach(text -> elements.add(JsonValue.of(text)));
        return new JsonArray(elements);
    }
}
