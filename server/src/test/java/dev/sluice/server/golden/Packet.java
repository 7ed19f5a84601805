package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One engine.io packet as text, with the socket.io packet inside it taken apart. Immutable.
 *
 * @param kind what it is
 * @param ackId the acknowledgement id, if it has one
 * @param payload all after kind and acknowledgement id
 */
record Packet(Kind kind, OptionalInt ackId, String payload) {

    private static final String SEPARATOR = "\u001e";
    private static final Pattern ACK_ID = Pattern.compile("(\\d*)(.*)", Pattern.DOTALL);

    /** Packet kinds by their prefix on the wire. */
    enum Kind {
        CONNECT("40"),
        DISCONNECT("41"),
        EVENT("42"),
        ACK("43"),
        CONNECT_ERROR("44"),
        OPEN("0"),
        CLOSE("1"),
        PING("2"),
        PONG("3"),
        UPGRADE("5"),
        NOOP("6"),
        UNKNOWN("");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        String prefix() {
            return prefix;
        }
    }

    static Packet parse(String text) {
        Kind kind = Arrays.stream(Kind.values())
                .filter(candidate -> text.startsWith(candidate.prefix()))
                .findFirst()
                .orElse(Kind.UNKNOWN);
        String rest = text.substring(kind.prefix().length());
        if (kind != Kind.EVENT && kind != Kind.ACK) {
            return new Packet(kind, OptionalInt.empty(), rest);
        }
        Matcher matcher = ACK_ID.matcher(rest);
        if (!matcher.matches() || matcher.group(1).isEmpty()) {
            return new Packet(kind, OptionalInt.empty(), rest);
        }
        return new Packet(kind, OptionalInt.of(Integer.parseInt(matcher.group(1))), matcher.group(2));
    }

    /** The packets of one long-polling body. */
    static List<Packet> parseAll(String body) {
        return Arrays.stream(body.split(SEPARATOR, -1)).map(Packet::parse).toList();
    }

    String text() {
        return kind.prefix() + (ackId.isPresent() ? String.valueOf(ackId.getAsInt()) : "") + payload;
    }

    Packet withPayload(String other) {
        return new Packet(kind, ackId, other);
    }

    /** The payload as JSON; a missing node when it is not JSON. */
    JsonNode json() {
        return Json.parseOrMissing(payload);
    }

    /** The name of the event; empty when this is no event. */
    String event() {
        return kind == Kind.EVENT ? json().path(0).asText() : "";
    }
}
