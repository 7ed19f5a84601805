package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection of a recorded client, and where it stands in its life. Confined to the replay's thread. */
final class Peer {

    /** Where a connection stands. */
    enum Stand {
        /** Everything recorded has to come. */
        LIVE,
        /** It was refused, as it must be; what the recording shows of its membership does not apply. */
        REFUSED,
        /** It said good-bye; what still comes is a matter of luck. */
        GONE
    }

    /** A {@code connect_document} that succeeded, in live names. */
    record Membership(String document, String client) {}

    private final String name;
    private final Inbox inbox;
    private final Connection connection;
    private final List<Membership> memberships = new ArrayList<>();
    private Stand stand = Stand.LIVE;
    private @Nullable String document;

    Peer(String name, Inbox inbox, Connection connection) {
        this.name = name;
        this.inbox = inbox;
        this.connection = connection;
    }

    String name() {
        return name;
    }

    Inbox inbox() {
        return inbox;
    }

    Connection connection() {
        return connection;
    }

    Stand stand() {
        return stand;
    }

    void become(Stand next) {
        stand = next;
    }

    /** The document it asked to connect to, as recorded; empty before it did. */
    String document() {
        return document == null ? "" : document;
    }

    void asksFor(String recordedDocument) {
        document = recordedDocument;
    }

    List<Membership> memberships() {
        return List.copyOf(memberships);
    }

    void connected(String liveDocument, JsonNode success) {
        memberships.add(new Membership(liveDocument, success.path("clientId").asText()));
    }
}
