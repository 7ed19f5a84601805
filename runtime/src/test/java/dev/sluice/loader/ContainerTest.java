package dev.sluice.loader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.loader.Kit.Member;
import org.junit.jupiter.api.Test;

/** Containers over a service that delivers at once. */
class ContainerTest {
    private final Kit kit = Kit.atOnce();

    @Test
    void edits_ofTwoContainers_reachBothInOneOrder() {
        Member ada = kit.load();
        Member bob = kit.load();
        ada.edit("a1", "a2");
        bob.edit("b1");
        kit.time.settle();

        assertThat(ada.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(ada.list().sequenced).containsExactly("a1", "a2", "b1");
        assertThat(bob.list().all()).isEqualTo(ada.list().all());
        assertThat(ada.events).containsExactly("connected", "dirty", "saved");
        assertThat(ada.warnings).isEmpty();
    }
}
