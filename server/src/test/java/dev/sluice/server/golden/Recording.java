package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.golden.Row.Provenance;
import dev.sluice.server.golden.Row.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What has to be known of a transcript before it is replayed. Immutable once built. */
final class Recording {

    private static final String HELD = "blob upload held";

    private final Map<Integer, Row.HttpRequest> requests;
    private final Set<Integer> synthetic;
    private final Set<Integer> held = new HashSet<>();
    private final Set<String> sequenced = new HashSet<>();
    private final Set<Integer> answered = new HashSet<>();
    private final Map<String, Long> ownJoins = new HashMap<>();
    private final Map<String, List<JsonNode>> late = new HashMap<>();
    private final Set<String> chosenNames = new LinkedHashSet<>();

    Recording(Transcript transcript) {
        requests = transcript
                .rows(Row.HttpRequest.class)
                .collect(Collectors.toMap(
                        Row.HttpRequest::id, request -> request, (first, again) -> first, HashMap::new));
        synthetic = transcript
                .rows(Row.HttpAnswer.class)
                .filter(answer -> answer.provenance() == Provenance.SYNTHETIC)
                .map(Row.HttpAnswer::id)
                .collect(Collectors.toUnmodifiableSet());
        findHeld(transcript);
        findSequenced(transcript);
        findConnects(transcript);
        findLate(transcript);
        findChosenNames(transcript);
    }

    Row.HttpRequest request(int id) {
        Row.HttpRequest request = requests.get(id);
        if (request == null) {
            throw new IllegalArgumentException("an answer to request " + id + ", which was not recorded");
        }
        return request;
    }

    /** Whether the recording proxy answered in the place of the reference. */
    boolean isSynthetic(int request) {
        return synthetic.contains(request);
    }

    /** Whether the {@code connect_document} of that line was answered. */
    boolean isAnswered(int connectLine) {
        return answered.contains(connectLine);
    }

    /** Whether the op of that number was seen on the socket before the socket's own join: a matter of luck. */
    boolean isEarly(String socket, long number) {
        return number < ownJoins.getOrDefault(socket, 0L);
    }

    /** Ops that came over the socket after its client had said good-bye. */
    List<JsonNode> opsAfterGoodBye(String socket) {
        return late.getOrDefault(socket, List.of());
    }

    /** Whether the recording proxy kept the request back until its answer was due. */
    boolean isHeld(int request) {
        return held.contains(request);
    }

    /** Whether that message of that client got a place in the stream. */
    boolean isSequenced(String client, JsonNode message) {
        return sequenced.contains(key(client, message));
    }

    /** A number is used again after a nack, so it takes the type, too, to tell messages apart. */
    private static String key(String client, JsonNode message) {
        return client + " " + message.path("clientSequenceNumber") + " " + message.path("type");
    }

    /** Documents named by the clients, which need new names when the server under test knows the old ones already. */
    Set<String> chosenNames() {
        return chosenNames;
    }

    private void findHeld(Transcript transcript) {
        int last = 0;
        for (Row row : transcript.rows()) {
            if (row instanceof Row.HttpRequest request) {
                last = request.id();
            } else if (row instanceof Row.Note note && note.text().startsWith(HELD)) {
                held.add(last);
            }
        }
    }

    private void findSequenced(Transcript transcript) {
        transcript
                .rows(Row.SocketText.class)
                .filter(text -> text.side() == Side.SERVER)
                .forEach(text -> addOps(text.packet()));
        transcript
                .rows(Row.HttpAnswer.class)
                .filter(answer -> answer.body().isTextual())
                .flatMap(answer -> Packet.parseAll(answer.body().textValue()).stream())
                .forEach(this::addOps);
    }

    private void findConnects(Transcript transcript) {
        Map<Integer, Integer> asked = new HashMap<>();
        Map<Integer, String> clients = new HashMap<>();
        transcript.rows(Row.SocketText.class).forEach(text -> {
            String event = text.packet().event();
            if (event.equals("connect_document")) {
                asked.put(text.socket(), text.line());
            } else if (Channel.of(text.packet()) == Channel.ANSWER) {
                answered.add(asked.getOrDefault(text.socket(), 0));
                clients.put(
                        text.socket(),
                        text.packet().json().path(1).path("clientId").asText());
            } else if (event.equals("op")) {
                Channel.pieces(text.packet()).stream()
                        .filter(op -> OpComparison.isJoinOf(op, clients.getOrDefault(text.socket(), "")))
                        .forEach(op -> ownJoins.put(
                                SocketSide.name(text.socket()),
                                op.path("sequenceNumber").asLong()));
            }
        });
    }

    private void findLate(Transcript transcript) {
        Set<Integer> gone = new HashSet<>();
        transcript.rows(Row.SocketText.class).forEach(text -> {
            if (text.side() == Side.CLIENT && text.packet().kind() == Packet.Kind.DISCONNECT) {
                gone.add(text.socket());
            } else if (gone.contains(text.socket()) && Channel.of(text.packet()) == Channel.OP) {
                late.computeIfAbsent(SocketSide.name(text.socket()), created -> new ArrayList<>())
                        .addAll(Channel.pieces(text.packet()));
            }
        });
    }

    private void addOps(Packet packet) {
        if (packet.event().equals("op")) {
            for (JsonNode op : packet.json().path(2)) {
                sequenced.add(key(op.path("clientId").asText(), op));
            }
        }
    }

    private void findChosenNames(Transcript transcript) {
        Set<String> made = new HashSet<>();
        for (Row row : transcript.rows()) {
            if (row instanceof Row.HttpRequest request && Route.of(request) == Route.CREATE) {
                JsonNode body = request.meantBody();
                if (body != null && body.has("id")) {
                    chosenNames.add(body.get("id").asText());
                }
            } else if (row instanceof Row.HttpAnswer answer && Route.of(request(answer.id())) == Route.CREATE) {
                made.add(
                        answer.body().isTextual()
                                ? answer.body().textValue()
                                : answer.body().path("id").asText());
            }
        }
        transcript.claims().values().stream()
                .map(claims -> claims.path("documentId").asText())
                .filter(name -> Correlation.isUuid(name) && !made.contains(name))
                .forEach(chosenNames::add);
    }
}
