package dev.sluice.driver.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.driver.BlobContent;
import dev.sluice.driver.ConnectRequest;
import dev.sluice.driver.ConnectionMode;
import dev.sluice.driver.DeltaStream;
import dev.sluice.driver.DeltaStreamListener;
import dev.sluice.driver.DisconnectReason;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.NewDocument;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.driver.Signal;
import dev.sluice.driver.Snapshot;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.summary.SummaryAttachment;
import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.protocol.summary.SummaryType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The service in memory, at once and held. */
class LocalServiceTest {
    private static final TenantId TENANT = new TenantId("local");

    private final LocalService service = service(LocalService.Delivery.AT_ONCE);
    private final DocumentServiceFactory driver = service.driver(LocalUser.editor("ada"));
    private final DocumentService document = create(driver);

    @Test
    void svc056_op_isSequencedAndReachesAll() {
        Client ada = new Client(document, ConnectRequest.WRITER);
        Client bob = new Client(document, ConnectRequest.WRITER);
        ada.edit("one");

        assertThat(ada.edits()).containsExactly("\"one\"");
        assertThat(bob.edits()).isEqualTo(ada.edits());
        assertThat(document.deltas().fetch(0, 100)).isEqualTo(ada.ops).hasSize(3);
        assertThat(document.deltas().fetch(1, 3))
                .extracting(SequencedMessage::sequenceNumber)
                .containsExactly(2L);
    }

    @Test
    void svc057_svc058_gapIsNacked_repetitionIsDropped() {
        Client ada = new Client(document, ConnectRequest.WRITER);
        ada.submit(MessageType.OP, 2, 1, RawJson.ofString("gap"));
        ada.submit(MessageType.OP, 1, 1, RawJson.ofString("right"));
        ada.submit(MessageType.OP, 1, 1, RawJson.ofString("again"));

        assertThat(ada.nacks).extracting(Nack::code).containsExactly(400);
        assertThat(ada.edits()).containsExactly("\"right\"");
    }

    @Test
    void svc059_referenceBelowMinimum_isNackedUntilReconnect() {
        Client ada = new Client(document, ConnectRequest.WRITER);
        ada.submit(MessageType.OP, 1, 1, RawJson.ofString("one"));
        ada.submit(MessageType.OP, 2, 2, RawJson.ofString("two"));
        ada.submit(MessageType.OP, 3, 0, RawJson.ofString("old"));
        ada.submit(MessageType.OP, 4, 3, RawJson.ofString("new"));

        assertThat(ada.nacks).hasSize(2).allMatch(nack -> nack.code() == 400);
        assertThat(ada.edits()).hasSize(2);
    }

    @Test
    void svc061_svc062_whatMayNotBeSent_isNacked() {
        Client reader = new Client(document, ConnectRequest.READER);
        Client writer = new Client(document, ConnectRequest.WRITER);
        DocumentService forbidden = service.driver(LocalUser.reader("eve")).open(document.key());
        Client eve = new Client(forbidden, ConnectRequest.WRITER);
        reader.edit("no");
        eve.edit("no");
        writer.submit(MessageType.LEAVE, 1, 0, RawJson.NULL);
        writer.submit(MessageType.SUMMARIZE, 1, 0, RawJson.NULL);

        assertThat(reader.nacks).extracting(Nack::code).containsExactly(400);
        assertThat(eve.stream().details().mode()).isEqualTo(ConnectionMode.READ);
        assertThat(eve.nacks).extracting(Nack::code).containsExactly(403);
        assertThat(writer.nacks).extracting(Nack::code).containsExactly(400, 403);
    }

    @Test
    void svc067_minimum_isTheLowestReferenceAndNeverFalls() {
        Client ada = new Client(document, ConnectRequest.WRITER);
        ada.submit(MessageType.OP, 1, 1, RawJson.ofString("one"));
        Client bob = new Client(document, ConnectRequest.WRITER);
        ada.submit(MessageType.OP, 2, 3, RawJson.ofString("two"));
        bob.submit(MessageType.NOOP, 1, 4, null);
        bob.submit(MessageType.NOOP, 2, 4, RawJson.NULL);
        ada.submit(MessageType.NOOP, 3, 5, RawJson.NULL);
        service.tick();

        assertThat(ada.ops).extracting(SequencedMessage::minimumSequenceNumber).isSorted();
        assertThat(ada.ops.get(ada.ops.size() - 1).minimumSequenceNumber()).isEqualTo(4);
        assertThat(ada.ops.get(ada.ops.size() - 1).clientId()).isNull();
    }

    @Test
    void svc073_lastMemberLeaves_noClientFollows() {
        Client reader = new Client(document, ConnectRequest.READER);
        Client ada = new Client(document, ConnectRequest.WRITER);
        ada.stream().close();

        assertThat(reader.ops).extracting(SequencedMessage::type).containsExactly("join", "leave", "noClient");
        assertThat(ada.ends).singleElement().isInstanceOf(DisconnectReason.ByClient.class);
        SequencedMessage last = reader.ops.get(2);
        assertThat(last.minimumSequenceNumber()).isEqualTo(3).isEqualTo(last.referenceSequenceNumber());
    }

    @Test
    void svc051_svc077_signals_tellWhoIsThereAndReachTheirTarget() {
        Client ada = new Client(document, ConnectRequest.WRITER);
        Client bob = new Client(document, ConnectRequest.READER);
        String bobsId = bob.stream().details().clientId();
        ada.stream().signal(OutboundSignal.to(bobsId, RawJson.ofString("\"secret\"")));
        ada.stream().signal(OutboundSignal.toAll(RawJson.ofString("\"open\"")));
        bob.stream().close();

        assertThat(bob.stream().details().initialClients()).hasSize(1);
        assertThat(ada.stream().details().initialClients()).isEmpty();
        assertThat(bob.heard()).contains("secret", "open", "join");
        assertThat(ada.heard()).contains("open", bobsId, "leave").doesNotContain("secret");
    }

    @Test
    void svc079_summary_isTheNextVersionWithHandlesResolved() {
        Client summarizer = new Client(document, ConnectRequest.SUMMARIZER);
        summarizer.edit("one");
        Snapshot base = document.storage().latest().orElseThrow();
        GitId file = document.storage().uploadBlob(BlobContent.of(new byte[] {7}));
        SummaryTree next = SummaryTree.builder()
                .text("content", "second")
                .put("kept", new SummaryHandle("/a%20b", SummaryType.TREE))
                .put("file", new SummaryAttachment(file))
                .build();
        String handle = document.storage().uploadSummary(next, Optional.of(base.version()));
        summarizer.summarize(handle, base.version().id());
        summarizer.summarize(handle, base.version().id());

        assertThat(summarizer.ops)
                .extracting(SequencedMessage::type)
                .endsWith("summarize", "summaryAck", "summarize", "summaryNack");
        Snapshot loaded = document.storage().latest().orElseThrow();
        assertThat(loaded.sequenceNumber()).isEqualTo(2);
        assertThat(loaded.protocol().members()).hasSize(1);
        assertThat(loaded.logTail())
                .extracting(SequencedMessage::sequenceNumber)
                .containsExactly(3L);
        assertThat(loaded.tree().blob("kept/x")).isEqualTo(base.tree().blob("a b/x"));
        assertThat(loaded.readBlob(file)).containsExactly(7);
        assertThat(document.storage().versions(5)).hasSize(2).endsWith(base.version());
    }

    @Test
    void handleThatLeadsNowhere_isRefused() {
        SummaryTree bad = SummaryTree.builder()
                .put("x", new SummaryHandle("/nothing", SummaryType.TREE))
                .build();
        Snapshot base = document.storage().latest().orElseThrow();
        assertThatThrownBy(() -> document.storage().uploadSummary(bad, Optional.of(base.version())))
                .isInstanceOf(DriverException.class);
    }

    @Test
    void unknownDocument_isNotFound() {
        DocumentService unknown = driver.open(DocumentKey.of("local", "nobody"));
        assertThatThrownBy(() -> new Client(unknown, ConnectRequest.WRITER))
                .hasRootCauseInstanceOf(DriverException.class);
        assertThatThrownBy(() -> unknown.storage().latest())
                .isInstanceOfSatisfying(
                        DriverException.class,
                        failure -> assertThat(failure.error()).isInstanceOf(DriverError.NotFound.class));
    }

    @Test
    void held_nothingMovesByItself_andWhatIsInFlightIsSequencedOrLost() {
        LocalService held = service(LocalService.Delivery.HELD);
        DocumentService quiet = create(held.driver(LocalUser.editor("ada")));
        Client ada = new Client();
        CompletableFuture<DeltaStream> stage = ada.connect(quiet, ConnectRequest.WRITER);
        LocalConnection wire = held.connections().get(0);
        assertThat(stage).isNotDone();
        wire.take(1);
        assertThat(stage).isNotDone();
        wire.deliver(1);
        assertThat(stage).isDone();
        assertThat(ada.ops).isEmpty();
        wire.deliver(9);
        assertThat(ada.ops).hasSize(1);

        ada.edit("sequenced");
        ada.edit("lost");
        wire.cut();
        assertThat(ada.ends).singleElement().isInstanceOf(DisconnectReason.Lost.class);
        wire.take(1);
        wire.lose();
        assertThat(quiet.deltas().fetch(0, 10)).hasSize(2);
        wire.take(9);
        assertThat(quiet.deltas().fetch(0, 10))
                .extracting(SequencedMessage::type)
                .containsExactly("join", "op", "leave", "noClient");
        assertThat(held.connections()).isEmpty();
    }

    @Test
    void injected_nacksRefusalsAndExpiry_happenOnce() {
        service.refuseConnects(new DriverError.Unreachable("down"));
        assertThatThrownBy(() -> new Client(document, ConnectRequest.WRITER)).hasRootCauseMessage("down");
        Client ada = new Client(document, ConnectRequest.WRITER);
        LocalConnection wire = service.connections().get(0);
        wire.nackNext(Nack.tooLarge("too large"));
        ada.edit("refused");
        wire.expire();
        ada.edit("expired");

        assertThat(ada.nacks).extracting(Nack::code).containsExactly(413, 400);
        assertThat(ada.ops).extracting(SequencedMessage::type).containsExactly("join", "leave", "noClient");
    }

    private static LocalService service(LocalService.Delivery delivery) {
        return new LocalService(() -> Instant.ofEpochSecond(1), new Random(1), delivery);
    }

    private static DocumentService create(DocumentServiceFactory driver) {
        SummaryTree tree = SummaryTree.builder()
                .text("content", "first")
                .put("a b", SummaryTree.builder().text("x", "1").build())
                .build();
        return driver.create(TENANT, NewDocument.of(tree).withQuorumValue("code", RawJson.of("\"test\"")));
    }

    /** A client that writes down what it hears, on the caller's thread. */
    private static final class Client implements DeltaStreamListener {
        private final List<SequencedMessage> ops = new ArrayList<>();
        private final List<Signal> signals = new ArrayList<>();
        private final List<Nack> nacks = new ArrayList<>();
        private final List<DisconnectReason> ends = new ArrayList<>();
        private CompletableFuture<DeltaStream> connected = new CompletableFuture<>();
        private long submitted;

        Client() {}

        Client(DocumentService document, ConnectRequest request) {
            connect(document, request).join();
        }

        CompletableFuture<DeltaStream> connect(DocumentService document, ConnectRequest request) {
            connected = document.connect(request, this, Runnable::run).toCompletableFuture();
            return connected;
        }

        DeltaStream stream() {
            return connected.join();
        }

        void edit(String text) {
            submit(MessageType.OP, ++submitted, last(), RawJson.ofString(text));
        }

        void summarize(String handle, String head) {
            String contents = "{\"handle\":\"" + handle + "\",\"head\":\"" + head + "\",\"message\":\"m\"}";
            submit(MessageType.SUMMARIZE, ++submitted, last(), RawJson.ofString(contents));
        }

        void submit(String type, long number, long reference, @Nullable RawJson contents) {
            stream().submit(List.of(DocumentMessage.of(type, number, reference, contents)));
        }

        long last() {
            return ops.isEmpty() ? 0 : ops.get(ops.size() - 1).sequenceNumber();
        }

        List<String> edits() {
            return ops.stream()
                    .filter(op -> op.type().equals(MessageType.OP))
                    .map(op -> String.valueOf(op.contents()))
                    .toList();
        }

        String heard() {
            return signals.toString();
        }

        @Override
        public void ops(List<SequencedMessage> came) {
            ops.addAll(came);
        }

        @Override
        public void signal(Signal signal) {
            signals.add(signal);
        }

        @Override
        public void nacked(List<Nack> came) {
            nacks.addAll(came);
        }

        @Override
        public void disconnected(DisconnectReason reason) {
            ends.add(reason);
        }
    }
}
