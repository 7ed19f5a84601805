package dev.sluice.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gc.config.GcOptions;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Two documents to which the same happens: in one each run builds on the last, in the other none takes anything over. They plan the
 * same, in the same order, and their summaries say the same.
 */
class PlanAfterPlanProps {
    private static final int STORES = 6;
    private static final int BLOBS = 2;

    /** What happens to a document. */
    record Step(String what, Consumer<FakeDocument> doing) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static String store(int number) {
        return number == 0 ? "" : "s" + number;
    }

    private static String node(int number) {
        return number <= STORES ? "s" + number : "_blobs/b" + (number - STORES);
    }

    private static Arbitrary<Step> references() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, STORES),
                        Arbitraries.integers().between(1, STORES + BLOBS),
                        Arbitraries.of("refer", "unrefer", "silently"))
                .as((from, to, verb) -> new Step(
                        verb + " " + store(from) + " " + node(to), document -> change(document, from, to, verb)));
    }

    /** Whoever is deleted refers to nothing, and nobody refers to it by then. */
    private static void change(FakeDocument document, int from, int to, String verb) {
        boolean areThere =
                document.references.containsKey("/" + store(from)) && document.references.containsKey("/" + node(to));
        boolean isThere = areThere
                && document.references.getOrDefault("/" + store(from), Set.of()).contains("/" + node(to));
        if (verb.equals("unrefer") && isThere) {
            document.unrefer(store(from), node(to));
        } else if (verb.equals("refer") && areThere) {
            document.refer(store(from), node(to));
        } else if (verb.equals("silently") && areThere) {
            document.referSilently(store(from), node(to));
        }
    }

    private static Arbitrary<Step> others() {
        Arbitrary<Step> time = Arbitraries.longs()
                .between(0, 15)
                .map(ms -> new Step("pass " + ms, document -> document.at(document.now.orElseThrow() + ms)));
        Arbitrary<Step> loads = Arbitraries.integers()
                .between(1, STORES + BLOBS)
                .map(number -> new Step(
                        "load " + node(number),
                        document -> document.session.tombstoneLoaded("/" + node(number), document.now.orElseThrow())));
        return Arbitraries.oneOf(time, loads, Arbitraries.just(new Step("sweep", FakeDocument::sequenceSweeps)));
    }

    @Provide
    Arbitrary<List<List<Step>>> lives() {
        return Arbitraries.frequencyOf(Tuple.of(3, references()), Tuple.of(2, others()))
                .list()
                .ofMaxSize(6)
                .list()
                .ofMinSize(2)
                .ofMaxSize(12);
    }

    @Property
    void planAfterAPlan_isTheOneMadeFromScratch(@ForAll("lives") List<List<Step>> life, @ForAll boolean sweeps) {
        GcOptions options = sweeps ? FakeDocument.OPTIONS.withSweep() : FakeDocument.OPTIONS;
        FakeDocument building = made(options);
        FakeDocument fresh = made(options.withFullRuns());
        for (List<Step> steps : life) {
            steps.forEach(step -> step.doing().accept(building));
            steps.forEach(step -> step.doing().accept(fresh));
            CollectionRun run = building.run();
            CollectionRun expected = fresh.run();
            assertThat(run.plan()).isEqualTo(expected.plan());
            assertThat(run.state()).isEqualTo(expected.state());
            assertThat(run.unreferencedStores()).isEqualTo(expected.unreferencedStores());
        }
    }

    private static FakeDocument made(GcOptions options) {
        FakeDocument document = new FakeDocument(options);
        for (int number = 1; number <= STORES; number++) {
            document.stores(store(number));
        }
        for (int number = 1; number <= BLOBS; number++) {
            document.blob("b" + number);
        }
        return document.refer("", "s1");
    }
}
