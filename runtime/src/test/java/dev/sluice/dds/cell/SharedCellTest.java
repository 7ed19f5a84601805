package dev.sluice.dds.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dds.Origin;
import dev.sluice.dds.testing.Blobs;
import dev.sluice.dds.testing.Session;
import dev.sluice.dds.testing.Step;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SharedCellTest {
    private final Session<SharedCell> session = new Session<>(SharedCell.FACTORY, 2);
    private final SharedCell first = session.channel(0);
    private final SharedCell second = session.channel(1);

    @Property(tries = 300)
    void dds001_dds006_anyInterleaving_converges(@ForAll("steps") List<Step> steps) {
        Session<SharedCell> random = new Session<>(SharedCell.FACTORY, 3);
        Step.run(random, steps, SharedCellTest::edit, SharedCell::get);
    }

    private static void edit(SharedCell cell, Step step) {
        if (step.a() % 4 == 0) {
            cell.delete();
        } else {
            cell.set(step.b());
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Step.lists();
    }

    @Test
    void dds012_remoteSetWhileOwnIsPending_doesNotShow() {
        List<CellChange> told = new ArrayList<>();
        second.onChange(told::add);
        first.set("theirs");
        second.set("own");
        session.replica(0).sequence(1);
        session.replica(1).receive();

        assertThat(second.getString()).contains("own");
        session.settle();

        assertThat(first.getString()).contains("own");
        assertThat(second.getString()).contains("own");
        assertThat(told).hasSize(1);
    }

    @Test
    void dds013_ownSetSequencedFirst_givesWay() {
        first.set(1);
        second.set(2);
        session.replica(0).sequence(1);
        session.settle();

        assertThat(first.getLong()).contains(2L);
        assertThat(second.getLong()).contains(2L);
    }

    @Test
    void dds014_emptySnapshot_loadsAsEmpty() {
        SharedCell empty =
                SharedCell.FACTORY.load(session.replica(0), Blobs.header("{}"), SharedCell.FACTORY.attributes());
        assertThat(empty.isEmpty()).isTrue();

        first.set(true);
        first.delete();
        session.settle();

        assertThat(second.isEmpty()).isTrue();
        assertThat(Blobs.of(second.summarize()).texts()).containsEntry("header", "{}");
    }

    @Test
    void dds005_handleInside_survives() {
        first.set(JsonValue.of(List.of(Handle.ofUrl("/store/other").toJson())));
        session.settle();

        List<String> urls = new ArrayList<>();
        session.load(session.replica(1)).channel().forEachHandle(urls::add);
        assertThat(urls).containsExactly("/store/other");
    }

    @Test
    void changes_areToldWithOldAndNew() {
        List<CellChange> told = new ArrayList<>();
        first.onChange(told::add);
        first.set("a");
        session.deliver();
        second.set("b");
        session.deliver();
        session.replica(0).disconnect();
        first.delete();
        session.replica(0).rollback();

        Optional<JsonValue> a = Optional.of(JsonValue.of("a"));
        Optional<JsonValue> b = Optional.of(JsonValue.of("b"));
        assertThat(told)
                .containsExactly(
                        new CellChange(Optional.empty(), a, Origin.LOCAL),
                        new CellChange(a, b, Origin.REMOTE),
                        new CellChange(b, Optional.empty(), Origin.LOCAL),
                        new CellChange(Optional.empty(), b, Origin.LOCAL));
    }
}
