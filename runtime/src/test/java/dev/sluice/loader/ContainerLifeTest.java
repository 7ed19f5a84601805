package dev.sluice.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.Golden;
import dev.sluice.driver.ConnectionMode;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.NewDocument;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.driver.Signal;
import dev.sluice.driver.Version;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.loader.Kit.Member;
import dev.sluice.loader.LoadRequest.Extent;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.TenantId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** From creation to the end, and beyond. */
class ContainerLifeTest {
    private final Kit kit = Kit.atOnce();

    @Test
    void rt026_dirtyWithTheFirstPendingEdit_savedWithTheLastAck() {
        Kit held = Kit.held();
        Member ada = held.load();
        held.calm();
        ada.edit("one");
        ada.edit("two");
        held.wire(0).take(1);
        held.wire(0).deliver(1);
        assertThat(ada.events).containsExactly("connected", "dirty");
        assertThat(ada.on(ada.container::isDirty)).isTrue();
        held.calm();
        assertThat(ada.events).containsExactly("connected", "dirty", "saved");
        assertThat(ada.on(ada.container::isDirty)).isFalse();
    }

    /** Golden scenario 15, the actions of its reading client, and the events the reference told. */
    @Test
    void scenario15_eventsComeInTheRecordedOrder() {
        Member ada = kit.load();
        ada.events.clear();
        ada.edit("one");
        ada.run(ada.container::disconnect);
        ada.edit("two");
        ada.run(ada.container::connect);
        kit.time.settle();
        ada.run(() -> ada.container.setReadonly(Container.EditPolicy.FORBIDDEN));
        kit.time.settle();
        ada.run(() -> ada.container.setReadonly(Container.EditPolicy.ALLOWED));

        List<String> recorded = new ArrayList<>();
        Golden.json("v2.111.0/15-quorum-signals-readmode/state.json")
                .array("events")
                .orElseThrow()
                .elements()
                .forEach(event -> recorded.add(
                        event.asArray().flatMap(pair -> pair.get(0).asString()).orElseThrow()));
        assertThat(ada.events.stream().map(event -> event.replaceAll(" .*", "")))
                .isEqualTo(recorded);
    }

    @Test
    void detachedContainer_isAttached_andEditsMadeMeanwhileFollow() {
        Member ada = kit.detached();
        ada.edit("in the summary");
        assertThat(ada.on(ada.container::isDirty)).isTrue();
        CompletableFuture<DocumentKey> attached = ada.container
                .call(() -> {
                    CompletableFuture<DocumentKey> stage = ada.container
                            .attach(kit.driver, Kit.TENANT, Optional.empty())
                            .toCompletableFuture();
                    ((ListRuntime) ada.container.runtime()).edit("meanwhile");
                    return stage;
                })
                .thenCompose(stage -> stage)
                .toCompletableFuture();
        DocumentKey key = kit.now(attached);
        Member bob = kit.load(ContainerOptions.DEFAULTS, LoadRequest.latest(key), kit.driver);

        assertThat(ada.events).containsExactly("attaching", "attached", "connected", "saved");
        assertThat(bob.list().sequenced).containsExactly("in the summary", "meanwhile");
        assertThat(ada.list().calls).startsWith("ATTACHING", "ATTACHED", "process join", "connected");
    }

    @Test
    void failedAttach_mayBeTriedAgainWithTheSameSummary() {
        Queue<DriverException> failures = new ArrayDeque<>();
        failures.add(new DriverException(new DriverError.Unreachable("down")));
        DocumentServiceFactory shaky = new DocumentServiceFactory() {
            @Override
            public DocumentService open(DocumentKey document) {
                return kit.driver.open(document);
            }

            @Override
            public DocumentService create(TenantId tenant, NewDocument document) {
                DriverException failure = failures.poll();
                if (failure != null) {
                    throw failure;
                }
                return kit.driver.create(tenant, document);
            }
        };
        Member ada = kit.detached();
        ada.edit("first");
        CompletableFuture<DocumentKey> failed = kit.attach(ada, shaky);
        assertThat(failed).isCompletedExceptionally();
        ada.edit("second");
        DocumentKey key = kit.now(kit.attach(ada, shaky));
        Member bob = kit.load(ContainerOptions.DEFAULTS, LoadRequest.latest(key), kit.driver);
        assertThat(bob.list().sequenced).containsExactly("first", "second");
        assertThat(ada.events).containsExactly("attaching", "attached", "connected", "saved");
    }

    @Test
    void attachWhoseSummaryCannotBeWritten_mayBeTriedAgain() {
        Member ada = kit.detached();
        ada.edit("first");
        ada.list().failingAttach = new IllegalStateException("not yet");
        assertThatThrownBy(() -> kit.now(kit.attach(ada, kit.driver))).hasRootCauseMessage("not yet");
        assertThat(ada.on(ada.container::attachState)).isEqualTo(AttachState.DETACHED);
        DocumentKey key = kit.now(kit.attach(ada, kit.driver));
        Member bob = kit.load(ContainerOptions.DEFAULTS, LoadRequest.latest(key), kit.driver);
        assertThat(bob.list().sequenced).containsExactly("first");
    }

    @Test
    void createdDocumentWhoseVersionCannotBeRead_isAttachedAllTheSame() {
        for (int failures : new int[] {2, 4}) {
            Member ada = kit.detached();
            ada.edit("in the summary");
            Wiretap tap = new Wiretap(kit.driver);
            tap.failingVersions = failures;
            DocumentKey key = kit.now(kit.attach(ada, tap));
            ada.run(ada.container::disconnect);
            ada.edit("offline");
            PendingState state = kit.now(ada.on(ada.container::closeAndGetPendingState));

            assertThat(tap.failingVersions).isZero();
            assertThat(state.key()).isEqualTo(key);
            Member again = kit.load(ContainerOptions.DEFAULTS, LoadRequest.pending(state), kit.driver);
            assertThat(again.list().sequenced).containsExactly("in the summary", "offline");
        }
    }

    @Test
    void pausedContainer_staysAtItsVersionUntilItConnects() {
        Member ada = kit.load();
        ada.edit("one");
        Member bob =
                kit.load(ContainerOptions.DEFAULTS, LoadRequest.latest(Kit.KEY).to(Extent.PAUSED), kit.driver);
        assertThat(bob.list().sequenced).isEmpty();
        bob.edit("two");
        bob.run(bob.container::connect);
        assertThat(bob.list().sequenced).containsExactly("one", "two");
    }

    @Test
    void containerFromStorage_isReadonlyAndHasNoStream() {
        Member ada = kit.load();
        ada.edit("after the version");
        Member bob =
                kit.load(ContainerOptions.DEFAULTS, LoadRequest.latest(Kit.KEY).to(Extent.STORAGE_ONLY), kit.driver);
        assertThat(bob.on(bob.container::isReadonly)).isTrue();
        assertThat(bob.list().sequenced).isEmpty();
        assertThatThrownBy(() -> bob.run(bob.container::connect)).hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(kit.service.connections()).hasSize(1);
    }

    @Test
    void containerAtAVersion_goesOnFromThere() {
        Version first = versions().get(0);
        kit.summarized("one");
        Member late = kit.load(ContainerOptions.DEFAULTS, LoadRequest.at(Kit.KEY, first), kit.driver);
        assertThat(versions()).hasSize(2);
        assertThat(late.list().sequenced).containsExactly("one");
    }

    @Test
    void unknownDocument_cannotBeLoaded() {
        DocumentKey nobody = DocumentKey.of("local", "nobody");
        assertThatThrownBy(() -> kit.load(ContainerOptions.DEFAULTS, LoadRequest.latest(nobody), kit.driver))
                .cause()
                .isInstanceOfSatisfying(
                        ContainerException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.SERVICE));
    }

    @Test
    void closedContainer_saysSoOnceAndDoesNothingMore() {
        Member ada = kit.load();
        Member bob = kit.load();
        ada.container.close();
        ada.container.close();
        kit.time.settle();
        bob.edit("unheard");
        assertThat(ada.events).containsExactly("connected", "disconnected", "closed");
        assertThat(ada.cause).isEmpty();
        assertThat(ada.list().sequenced).isEmpty();
        assertThat(ada.list().calls).endsWith("disconnected", "closed");
        assertThatThrownBy(() -> ada.run(ada.container::connect)).hasRootCauseInstanceOf(IllegalStateException.class);
        ada.run(ada.container::dispose);
        assertThat(ada.events).endsWith("closed", "disposed");
        assertThatThrownBy(() -> kit.now(ada.on(ada.container::closeAndGetPendingState)))
                .isInstanceOf(CompletionException.class);
    }

    @Test
    void callFromAnotherThread_isRefused() {
        Member ada = kit.load();
        assertThatThrownBy(ada.container::connect)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Container.execute");
        assertThatThrownBy(ada.container::events).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void listenerThatThrows_isWarnedOf_andTheOthersHear() {
        Member ada = kit.load();
        List<Long> heard = new ArrayList<>();
        ada.run(() -> {
            ada.container.events().onOp(op -> {
                throw new IllegalStateException("not my day");
            });
            ada.container.events().onOp(op -> heard.add(op.sequenceNumber()));
        });
        ada.edit("one");
        assertThat(ada.warnings).hasSize(1);
        assertThat(heard).containsExactly(2L);
    }

    @Test
    void rt100_audience_listsReadersAndWriters_andIsRebuiltAfterClear() {
        Wiretap tap = new Wiretap(kit.driver);
        Member ada = kit.load(ContainerOptions.DEFAULTS, LoadRequest.latest(Kit.KEY), tap);
        Member reader = kit.load(
                ContainerOptions.DEFAULTS.withMode(ConnectionMode.READ), LoadRequest.latest(Kit.KEY), kit.driver);
        List<String> changes = new ArrayList<>();
        ada.run(() -> ada.container
                .audience()
                .onChange(change -> changes.add((change.isPresent() ? "+" : "-") + change.clientId())));
        assertThat(present(ada)).containsExactly(ada.clientId(), reader.clientId());
        assertThat(present(reader)).containsExactlyInAnyOrder(ada.clientId(), reader.clientId());

        tap.tell(ofService("{\"type\":\"clear\"}"));
        tap.tell(ofService("{\"type\":\"join\",\"content\":{\"clientId\":\"new\",\"client\":{}}}"));
        kit.time.settle();
        assertThat(present(ada)).containsExactly("new");
        assertThat(changes).containsExactly("-" + ada.clientId(), "-" + reader.clientId(), "+new");
        reader.container.close();
        kit.time.settle();
        assertThat(present(ada)).containsExactly("new");
    }

    @Test
    void signals_goToTheRuntime_andTheAudiencesOwnDoNot() {
        Member ada = kit.load();
        Member bob = kit.load();
        ada.run(() ->
                ((ListRuntime) ada.container.runtime()).signal(OutboundSignal.toAll(RawJson.ofString("\"hello\""))));
        assertThat(bob.list().signals).extracting(Signal::clientId).containsExactly(ada.clientId());
        assertThat(ada.list().signals).hasSize(1);
    }

    private List<Version> versions() {
        try (DocumentService document = kit.driver.open(Kit.KEY)) {
            return document.storage().versions(9);
        }
    }

    private static List<String> present(Member member) {
        return member.on(() -> List.copyOf(member.container.audience().clients().keySet()));
    }

    private static Signal ofService(String content) {
        return new Signal(null, RawJson.ofString(content), null, OptionalLong.empty(), OptionalLong.empty(), null);
    }
}
