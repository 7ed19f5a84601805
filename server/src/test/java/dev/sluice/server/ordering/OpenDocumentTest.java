package dev.sluice.server.ordering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.Nack;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.server.ordering.Documents.OpenFailure;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreOverloadedException;
import dev.sluice.server.storage.memory.MemoryStore;
import dev.sluice.server.summary.TreeSizes;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The document shell: durable before told, reopened after a crash, closed when nobody is there. */
@Timeout(60)
class OpenDocumentTest {
    private final DocumentFixture fixture = new DocumentFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void op_isToldToEverybodyAfterItIsStored() {
        RecordingSubscriber a = fixture.connect("a");
        RecordingSubscriber reader = fixture.connectReader("r");

        fixture.submit("a", "op", 1, RawJson.ofString("x"));
        fixture.runUntilOps(reader, 1);

        assertThat(a.last()).isEqualTo(reader.last());
        List<byte[]> stored = new ArrayList<>();
        fixture.store.<Boolean>read(view -> {
            view.ops(DocumentFixture.KEY, 0, 100, (number, json) -> {
                byte[] op = new byte[json.remaining()];
                json.get(op);
                return stored.add(op);
            });
            return true;
        });
        assertThat(stored).hasSize(2);
        assertThat(SequencedMessage.parse(stored.get(1))).isEqualTo(a.last());
    }

    @Test
    void op_thatAnOverloadedStoreRefuses_isStoredLater() {
        AtomicInteger refusals = new AtomicInteger();
        try (DocumentFixture overloaded = new DocumentFixture(refusing(new MemoryStore(), refusals))) {
            RecordingSubscriber a = overloaded.connect("a");
            overloaded.runUntilOps(a, 1);

            refusals.set(3);
            overloaded.submit("a", "op", 1, RawJson.ofString("kept"));
            for (int left = 2; left >= 0; left--) {
                int remaining = left;
                overloaded.thread.runUntil(() -> refusals.get() == remaining);
                overloaded.with(document -> assertThat(document.isSettled()).isFalse());
                overloaded.thread.pass(Duration.ofMillis(100));
            }
            overloaded.runUntilOps(a, 2);

            assertThat(a.types()).containsExactly("join", "op");
        }
    }

    @Test
    void proposals_areTakenWhileTheQuorumHasRoom() {
        RecordingSubscriber a = fixture.connect("a");
        RawJson proposal = RawJson.ofString("{\"key\":\"k\",\"value\":\"" + "x".repeat(700) + "\"}");
        fixture.submit("a", "propose", 1, proposal);
        fixture.submit("a", "propose", 1, proposal);
        fixture.runUntilOps(a, 3);

        fixture.submit("a", "propose", 1, proposal);
        fixture.thread.runUntil(() -> !a.nacks.isEmpty());

        assertThat(a.nacks)
                .singleElement()
                .satisfies(nack -> assertThat(nack.message()).isEqualTo("The quorum is full"));
        assertThat(a.types()).containsExactly("join", "propose", "propose");

        // Nothing is on its way when it crashes; who was there leaves when it is opened again.
        fixture.crash();
        RecordingSubscriber b = fixture.connect("b");
        fixture.submit("b", "propose", 5, proposal);
        fixture.thread.runUntil(() -> !b.nacks.isEmpty() || b.types().contains("propose"));
        assertThat(b.nacks).as("one value is left of two for the same key").isEmpty();
    }

    /** Returns a store that refuses so many writes as overload, as a full commit queue makes a store do. */
    private static Store refusing(Store store, AtomicInteger refusals) {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("write") && refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        return CompletableFuture.failedFuture(new StoreOverloadedException(1, 1));
                    }
                    return method.invoke(store, arguments);
                });
    }

    @Test
    void svc053_reader_causesNoOp() {
        RecordingSubscriber a = fixture.connect("a");
        fixture.connectReader("r");
        fixture.disconnect("r");
        fixture.submit("a", "op", 1, null);
        fixture.runUntilOps(a, 2);

        assertThat(a.types()).containsExactly("join", "op");
        assertThat(a.signals).hasSize(3);
    }

    @Test
    void svc071_disconnectOfAWriter_sequencesOneLeaveAndSignalsOne() {
        fixture.connect("a");
        RecordingSubscriber b = fixture.connect("b");

        fixture.disconnect("a");
        fixture.runUntilOps(b, 2);

        assertThat(b.last().type()).isEqualTo("leave");
        assertThat(b.signals)
                .last()
                .isEqualTo(
                        "{\"clientId\":null,\"content\":\"{\\\"type\\\":\\\"leave\\\",\\\"content\\\":\\\"a\\\"}\"}");
    }

    @Test
    void svc090_svc091_afterACrash_nothingAcknowledgedIsLostAndTheVanishedLeave() {
        RecordingSubscriber a = fixture.connect("a");
        fixture.submit("a", "op", 1, RawJson.ofString("kept"));
        fixture.runUntilOps(a, 2);

        fixture.crash();
        RecordingSubscriber b = fixture.connect("b");

        assertThat(b.last().type()).isEqualTo("join");
        assertThat(b.last().sequenceNumber()).isEqualTo(5);
        assertThat(storedTypes()).containsExactly("join", "op", "leave", "noClient", "join");
        assertThat(b.last().minimumSequenceNumber()).isEqualTo(4);
    }

    @Test
    void document_nobodyIsConnectedTo_isForgottenAndOpensWhereItEnded() {
        RecordingSubscriber a = fixture.connect("a");
        fixture.submit("a", "op", 1, null);
        fixture.runUntilOps(a, 2);
        fixture.disconnect("a");
        fixture.thread.runUntil(() -> storedTypes().contains("noClient"));
        assertThat(fixture.documents.isOpen(DocumentFixture.KEY)).isTrue();

        closeIdle();

        assertThat(fixture.documents.openCount()).isZero();
        RecordingSubscriber b = fixture.connect("b");
        assertThat(b.last().sequenceNumber()).isEqualTo(5);
    }

    @Test
    void document_usedWhileItCloses_isOpenedAgain() {
        fixture.connect("a");
        fixture.disconnect("a");
        fixture.thread.runUntil(() -> storedTypes().contains("noClient"));
        List<String> outcomes = new ArrayList<>();
        fixture.thread.pass(Duration.ofSeconds(5));
        for (int i = 0; i < 20; i++) {
            fixture.documents.use(
                    DocumentFixture.KEY, document -> outcomes.add("opened"), failure -> outcomes.add("failed"));
        }

        fixture.thread.runUntil(() -> outcomes.size() == 20);

        assertThat(outcomes).containsOnly("opened");
    }

    @Test
    void document_thatDoesNotExist_isNotFound() {
        List<OpenFailure> failures = new ArrayList<>();

        fixture.documents.use(dev.sluice.protocol.DocumentKey.of("tenant", "nowhere"), document -> {}, failures::add);
        fixture.thread.runUntil(() -> !failures.isEmpty());

        assertThat(failures).containsExactly(new OpenFailure.NotFound());
        assertThat(fixture.documents.openCount()).isZero();
    }

    @Test
    void document_thatDoesNotExist_isNotFoundAlsoIfTheStoreAnswersAtOnce() {
        fixture.thread.blocksInline = true;
        List<OpenFailure> failures = new ArrayList<>();

        fixture.documents.use(dev.sluice.protocol.DocumentKey.of("tenant", "nowhere"), document -> {}, failures::add);
        fixture.thread.runUntil(() -> !failures.isEmpty());

        assertThat(failures).containsExactly(new OpenFailure.NotFound());
    }

    @Test
    void document_whoseUserThrows_isClosedAloneAndOpensAgain() {
        RecordingSubscriber a = fixture.connect("a");
        List<Object> outcomes = new ArrayList<>();

        fixture.documents.use(
                DocumentFixture.KEY,
                document -> {
                    throw new IllegalStateException("as if by a bug");
                },
                outcomes::add);
        fixture.thread.runUntil(() -> !outcomes.isEmpty());

        assertThat(outcomes).singleElement().isInstanceOf(Documents.OpenFailure.Damaged.class);
        assertThat(a.closed).hasSize(1);
        assertThat(fixture.documents.openCount()).isZero();
        RecordingSubscriber b = fixture.connect("b");
        assertThat(b.types()).contains("join");
    }

    @Test
    void waiters_ofADocumentThatBreaksWhileItOpens_areAllTold() {
        List<Object> outcomes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            fixture.documents.use(
                    DocumentFixture.KEY,
                    document -> {
                        throw new IllegalStateException("as if by a bug");
                    },
                    outcomes::add);
        }
        fixture.thread.runUntil(() -> outcomes.size() == 3);

        assertThat(outcomes).allMatch(Documents.OpenFailure.Damaged.class::isInstance);
        assertThat(fixture.documents.openCount()).isZero();
    }

    @Test
    void drain_whileADocumentOpens_waitsUntilItIsClosed() {
        List<Object> outcomes = new ArrayList<>();
        fixture.documents.use(DocumentFixture.KEY, document -> outcomes.add("used"), outcomes::add);
        fixture.thread.runUntil(() -> fixture.documents.openCount() == 1);

        var drained = fixture.documents.drain("shutting down").toCompletableFuture();
        assertThat(drained).isNotDone();
        fixture.thread.runUntil(() -> drained.isDone() && !outcomes.isEmpty());

        assertThat(fixture.documents.openCount()).isZero();
        assertThat(outcomes).singleElement().isInstanceOf(OpenFailure.Unavailable.class);
    }

    @Test
    void task_ofADocumentThatThrows_closesIt() {
        RecordingSubscriber a = fixture.connect("a");

        fixture.with(document -> document.thread().execute(() -> {
            throw new IllegalStateException("as if by a bug");
        }));
        fixture.thread.runUntil(() -> fixture.documents.openCount() == 0);

        assertThat(a.closed).hasSize(1);
    }

    @Test
    void i2_opThatDoesNotFollow_isNotStored() {
        DocumentEnvironment environment = new DocumentEnvironment(
                fixture.store, fixture.thread, DocumentFixture.OPTIONS, OrderingListener.NONE, new TreeSizes());
        LoadedDocument loaded = fixture.store
                .read(view -> LoadedDocument.read(view, DocumentFixture.KEY, SequencerOptions.DEFAULT, 0))
                .orElseThrow();
        CommitPipeline pipeline =
                new CommitPipeline(DocumentFixture.KEY, environment, fixture.thread, loaded, new CommitPipeline.Sink() {
                    @Override
                    public void durable(OpBatch batch) {}

                    @Override
                    public void nacked(String clientId, Nack nack) {}

                    @Override
                    public void settled() {}

                    @Override
                    public void failed(Throwable cause) {}
                });
        SequencedMessage second = SequencedMessage.parse(
                "{\"clientId\":null,\"clientSequenceNumber\":-1,\"contents\":null,\"minimumSequenceNumber\":0,\"referenceSequenceNumber\":-1,\"sequenceNumber\":2,\"timestamp\":1,\"type\":\"noop\"}"
                        .getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> pipeline.append(second)).isInstanceOf(IllegalStateException.class);
        assertThat(pipeline.isSettled()).isTrue();
    }

    @Test
    void connections_overTheLimit_areNotAdmitted() {
        fixture.connect("a");
        fixture.connect("b");
        fixture.connect("c");
        List<Object> admissions = new ArrayList<>();

        fixture.with(document -> {
            var admission = document.admit(
                    new JoinedClient("d", RawJson.of("{}"), false), ClientMode.READ, new RecordingSubscriber());
            admissions.add(admission == null ? "refused" : admission);
        });

        assertThat(admissions).containsExactly("refused");
    }

    @Test
    void close_disconnectsEverybodyAndForgets() {
        RecordingSubscriber a = fixture.connect("a");

        var gone = fixture.documents.close(DocumentFixture.KEY, "deleted").toCompletableFuture();
        fixture.thread.runUntil(gone::isDone);

        assertThat(a.closed).containsExactly("deleted");
        assertThat(fixture.documents.openCount()).isZero();
        assertThat(storedTypes()).containsExactly("join", "leave", "noClient");
    }

    @Test
    void document_usedWhileItIsBeingClosed_isHandedOutOnlyAfterItWasForgotten() {
        fixture.connect("a");
        var gone = fixture.documents.close(DocumentFixture.KEY, "deleted").toCompletableFuture();
        List<Boolean> handedOut = new ArrayList<>();

        fixture.documents.use(DocumentFixture.KEY, document -> handedOut.add(gone.isDone()), failure -> {});
        fixture.thread.runUntil(() -> !handedOut.isEmpty());

        assertThat(handedOut).containsExactly(true);
    }

    @Test
    void document_closedWhileItIsRead_isHandedOutOnlyAfterItWasForgotten() {
        List<String> order = new ArrayList<>();
        fixture.documents.use(DocumentFixture.KEY, document -> order.add("first"), failure -> {});
        fixture.documents
                .close(DocumentFixture.KEY, "deleted")
                .thenRun(() -> order.add("nothing was open"))
                .toCompletableFuture()
                .join();
        fixture.thread.runUntil(() -> fixture.documents.openCount() == 1);
        fixture.documents.close(DocumentFixture.KEY, "deleted").thenRun(() -> order.add("gone"));
        fixture.documents.use(DocumentFixture.KEY, document -> order.add("second"), failure -> {});

        fixture.thread.runUntil(() -> order.contains("second"));

        assertThat(order).containsExactly("nothing was open", "gone", "first", "second");
    }

    @Test
    void store_thatFails_closesTheDocumentAndTheNextOpensIt() {
        RecordingSubscriber a = fixture.connect("a");
        byte[] foreign = a.last().toBytes();
        fixture.store
                .write(dev.sluice.server.storage.Transaction.of(new dev.sluice.server.storage.Mutation.AppendOps(
                        DocumentFixture.KEY, 2, List.of(otherOp(foreign)))))
                .join();

        fixture.submit("a", "op", 1, null);
        fixture.thread.runUntil(() -> !a.closed.isEmpty());

        assertThat(a.types())
                .as("the op that could not be stored was never told")
                .containsExactly("join");
        assertThat(fixture.documents.openCount()).isZero();
        RecordingSubscriber b = fixture.connect("b");
        assertThat(b.last().sequenceNumber()).isGreaterThan(2);
    }

    @Test
    void initialClients_listTheOthersInBothModes() {
        fixture.connect("a");
        fixture.connectReader("r");
        List<String> initial = new ArrayList<>();

        fixture.with(document -> {
            var admission = document.admit(
                    new JoinedClient("n", RawJson.of("{}"), false), ClientMode.READ, new RecordingSubscriber());
            initial.add(
                    admission == null
                            ? ""
                            : RawJson.slice(admission.initialClientsJson(), 0, admission.initialClientsJson().length)
                                    .toString());
        });

        assertThat(initial.get(0))
                .contains("\"clientId\":\"a\"", "\"clientId\":\"r\"")
                .doesNotContain("\"n\"");
    }

    private byte[] otherOp(byte[] template) {
        SequencedMessage op = SequencedMessage.parse(template);
        return new SequencedMessage(
                        null,
                        -1,
                        RawJson.NULL,
                        null,
                        null,
                        op.minimumSequenceNumber(),
                        -1,
                        2,
                        op.timestampMs(),
                        "noop",
                        null)
                .toBytes();
    }

    private void closeIdle() {
        runUntilIdle();
        fixture.thread.pass(Duration.ofSeconds(2));
        fixture.thread.runUntil(() -> fixture.documents.openCount() == 0);
    }

    /** Asking for the document counts as use, so idleness is looked at from its own thread. */
    private void runUntilIdle() {
        List<OpenDocument> open = new ArrayList<>();
        fixture.with(open::add);
        fixture.thread.runUntil(open.get(0)::isIdle);
    }

    private List<String> storedTypes() {
        return fixture.store.read(view -> {
            List<String> types = new ArrayList<>();
            view.ops(
                    DocumentFixture.KEY,
                    0,
                    Long.MAX_VALUE,
                    (number, json) -> types.add(SequencedMessage.parse(json).type()));
            return types;
        });
    }
}
