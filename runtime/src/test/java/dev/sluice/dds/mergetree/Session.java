package dev.sluice.dds.mergetree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.json.JsonNull;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A service and some clients that edit one string, each step chosen from outside. */
final class Session {
    final List<Peer> peers = new ArrayList<>();
    final LinearModel model = new LinearModel();
    private final List<Message> log = new ArrayList<>();
    private MergeTree legacyReader = MergeTree.load(TEXT, TEXT, emptyLegacy());
    private MergeTree version1Reader = MergeTree.load(TEXT, TEXT, emptyVersion1());
    private long minimum;

    private static final SegmentFormat TEXT = new TextFormat();

    private record Message(JsonObject op, Sequenced at) {}

    private record Sent(JsonObject op, long referenceSequenceNumber) {}

    /** One client. */
    final class Peer {
        final MergeTree tree;
        private final int number;
        private int connection;
        private boolean connected = true;
        private int received;
        /** What the service knows the client to have seen. */
        private long acknowledged;

        /** How many of the last pending edits were never sent. */
        private int unsent;

        private final List<LocalEdit> pending = new ArrayList<>();
        private final Deque<Sent> outbox = new ArrayDeque<>();

        Peer(int number, MergeTree tree) {
            this.number = number;
            this.tree = tree;
        }

        String id() {
            return number + "-" + connection;
        }

        void send(LocalEdit edit) {
            pending.add(edit);
            if (connected) {
                outbox.add(new Sent(edit.op(), received));
            } else {
                unsent++;
            }
        }

        void receive() {
            if (received < log.size() && connected) {
                accept();
            }
        }

        private void accept() {
            Message message = log.get(received);
            received++;
            if (message.at.clientId().startsWith(number + "-")) {
                tree.acknowledge(message.at);
                pending.remove(0);
            } else {
                tree.apply(message.op, message.at);
            }
        }

        void sequence() {
            Sent sent = outbox.pollFirst();
            if (sent == null) {
                acknowledged = connected ? received : acknowledged;
                return;
            }
            acknowledged = sent.referenceSequenceNumber;
            minimum = Math.max(
                    minimum,
                    peers.stream()
                            .filter(peer -> peer.connected)
                            .mapToLong(peer -> peer.acknowledged)
                            .min()
                            .orElse(minimum));
            Sequenced at = new Sequenced(log.size() + 1L, sent.referenceSequenceNumber, minimum, id());
            log.add(new Message(sent.op, at));
            model.apply(sent.op, at);
            legacyReader.apply(sent.op, at);
            version1Reader.apply(sent.op, at);
        }

        void disconnect() {
            connected = false;
            outbox.clear();
        }

        void reconnect() {
            if (connected) {
                return;
            }
            while (received < log.size()) {
                accept();
            }
            connection++;
            connected = true;
            unsent = 0;
            acknowledged = received;
            for (LocalEdit edit : pending) {
                outbox.add(new Sent(tree.regenerate(edit), received));
            }
        }

        void undo() {
            if (unsent > 0) {
                unsent--;
                tree.rollback(pending.remove(pending.size() - 1));
            }
        }
    }

    Session(int clients, SnapshotVersion version) {
        for (int i = 0; i < clients; i++) {
            Map<String, String> empty = version == SnapshotVersion.V1 ? emptyVersion1() : emptyLegacy();
            peers.add(new Peer(i, MergeTree.load(TEXT, TEXT, empty)));
        }
    }

    private static Map<String, String> emptyLegacy() {
        return MergeTree.create(TEXT, SnapshotVersion.LEGACY).summarize();
    }

    private static Map<String, String> emptyVersion1() {
        return MergeTree.create(TEXT, SnapshotVersion.V1).summarize();
    }

    /** Goes on from snapshots; from an inexact one only what is in view must be right (dds-formats §9.10). */
    void reload() {
        MergeTree legacy = MergeTree.load(TEXT, TEXT, legacyReader.summarize());
        assertThat(Runs.of(legacy)).as("legacy snapshot").isEqualTo(Runs.of(legacyReader));
        legacyReader = legacyReader.isSummaryExact() ? legacy : legacyReader;
        version1Reader = MergeTree.load(TEXT, TEXT, version1Reader.summarize());
    }

    List<MergeTree> readers() {
        return List.of(legacyReader, version1Reader);
    }

    void insert(Peer peer, int at, String text) {
        JsonObject properties = at % 3 == 0 ? JsonObject.of("n", JsonValue.of(at)) : JsonObject.EMPTY;
        peer.send(peer.tree.insert(at % (peer.tree.length() + 1), new TextContent(text), properties));
    }

    void remove(Peer peer, int at, int length) {
        int start = start(peer, at);
        if (start >= 0) {
            peer.send(peer.tree.remove(start, Math.min(start + length, peer.tree.length())));
        }
    }

    void annotate(Peer peer, int at, int length, int value) {
        int start = start(peer, at);
        if (start >= 0) {
            JsonValue set = value % 4 == 0 ? JsonNull.NULL : JsonValue.of(value);
            peer.send(peer.tree.annotate(start, Math.min(start + length, peer.tree.length()), JsonObject.of("n", set)));
        }
    }

    void adjust(Peer peer, int at, int length, int delta) {
        int start = start(peer, at);
        if (start >= 0) {
            JsonObject adjustment =
                    JsonObject.builder().put("delta", delta).put("max", 20).build();
            peer.send(peer.tree.adjust(
                    start, Math.min(start + length, peer.tree.length()), JsonObject.of("n", adjustment)));
        }
    }

    private static int start(Peer peer, int at) {
        return peer.tree.length() == 0 ? -1 : at % peer.tree.length();
    }

    /** Connects everybody and delivers everything. */
    void settle() {
        peers.forEach(Peer::reconnect);
        for (Peer peer : peers) {
            while (!peer.outbox.isEmpty()) {
                peer.sequence();
            }
        }
        for (Peer peer : peers) {
            while (peer.received < log.size()) {
                peer.receive();
            }
        }
    }

    int logLength() {
        return log.size();
    }
}
