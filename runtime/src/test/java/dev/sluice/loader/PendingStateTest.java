package dev.sluice.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.loader.Kit.Member;
import dev.sluice.loader.LoadRequest.Extent;
import dev.sluice.protocol.DocumentKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a container leaves behind, and how another goes on with it. */
class PendingStateTest {
    private final Kit kit = Kit.atOnce();

    @Test
    void pendingState_ofMoreOpsThanAreHeld_isNotFetchedAgain() {
        Member ada = kit.load();
        ada.edit("1", "2", "3", "4", "5", "6", "7", "8");
        PendingState state = kit.now(ada.on(ada.container::closeAndGetPendingState));
        Wiretap tap = new Wiretap(kit.driver);
        ContainerOptions few = ContainerOptions.DEFAULTS.withLimits(new InboundLimits(2, 1_000_000, 1_000_000));
        Member again = kit.load(few, LoadRequest.pending(state).to(Extent.PAUSED), tap);

        assertThat(state.ops()).hasSizeGreaterThan(8);
        assertThat(again.list().sequenced).hasSize(8);
        assertThat(tap.fetchedAfter).isEmpty();
    }

    @Test
    void pendingState_goesOnAfterTheDocumentWasSummarized() {
        Member ada = kit.load();
        ada.edit("known");
        ada.run(ada.container::disconnect);
        ada.edit("offline");
        String state = kit.now(ada.on(ada.container::closeAndGetPendingState)).toJson();
        kit.summarized("meanwhile");
        Member bob = kit.load();
        Member again = kit.load(ContainerOptions.DEFAULTS, LoadRequest.pending(PendingState.parse(state)), kit.driver);

        assertThat(again.list().sequenced).containsExactly("known", "meanwhile", "offline");
        assertThat(bob.list().sequenced).isEqualTo(again.list().sequenced);
        assertThat(again.events).endsWith("saved");
    }

    @Test
    void pendingState_ofOpsUnderWay_recognizesThemOrWaitsUntilTheyAreLost() {
        for (boolean isSequenced : new boolean[] {true, false}) {
            Kit held = Kit.held();
            Member ada = held.load();
            held.calm();
            ada.edit("under way");
            String state =
                    held.now(ada.on(ada.container::closeAndGetPendingState)).toJson();
            if (!isSequenced) {
                held.wire(0).lose();
            }
            Member again =
                    held.load(ContainerOptions.DEFAULTS, LoadRequest.pending(PendingState.parse(state)), held.driver);
            held.wire(1).take(9);
            held.wire(1).deliver(9);
            held.time.settle();
            assertThat(again.state()).isEqualTo(ConnectionState.CATCHING_UP);
            held.calm();
            assertThat(again.list().sequenced).containsExactly("under way");
            assertThat(held.types()).filteredOn("op"::equals).hasSize(1);
        }
    }

    @Test
    void pendingState_ofACreatedContainer_goesOnFromItsFirstVersion() {
        Member ada = kit.detached();
        ada.edit("in the summary");
        DocumentKey key = kit.now(kit.attach(ada, kit.driver));
        ada.edit("known");
        ada.run(ada.container::disconnect);
        ada.edit("offline");
        PendingState state = kit.now(ada.on(ada.container::closeAndGetPendingState));
        assertThat(state.key()).isEqualTo(key);
        Member again = kit.load(ContainerOptions.DEFAULTS, LoadRequest.pending(state), kit.driver);
        assertThat(again.list().sequenced).containsExactly("in the summary", "known", "offline");
    }

    @Test
    void pendingState_ofADetachedContainer_isRefused() {
        Member ada = kit.detached();
        assertThatThrownBy(() -> kit.now(ada.on(ada.container::closeAndGetPendingState)))
                .hasCauseInstanceOf(ContainerException.class);
        assertThat(ada.on(ada.container::isClosed)).isFalse();
    }

    @Test
    void pendingState_withoutHistory_readsTheOpsFromTheService() {
        ContainerOptions forgetful = ContainerOptions.DEFAULTS.withMaxHistoryBytes(0);
        Member ada = kit.load(forgetful, LoadRequest.latest(Kit.KEY), kit.driver);
        ada.edit("known");
        ada.run(ada.container::disconnect);
        ada.edit("offline");
        PendingState state = kit.now(ada.on(ada.container::closeAndGetPendingState));
        assertThat(state.ops()).hasSize(2);
        assertThat(PendingState.parse(state.toJson())).isEqualTo(state);
        Member again = kit.load(forgetful, LoadRequest.pending(state), kit.driver);
        assertThat(again.list().sequenced).containsExactly("known", "offline");
    }

    @Test
    void damagedPendingState_isRefused() {
        for (String damaged : List.of(
                "no json",
                "[]",
                "{\"format\":\"sluice-pending\",\"version\":2}",
                "{\"format\":\"sluice-pending\",\"version\":1}")) {
            assertThatThrownBy(() -> PendingState.parse(damaged))
                    .isInstanceOfSatisfying(
                            ContainerException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.USAGE));
        }
    }
}
