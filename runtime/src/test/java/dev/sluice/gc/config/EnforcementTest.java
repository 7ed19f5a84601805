package dev.sluice.gc.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decision 3: who may sweep and refuse, by flags and stamps. */
class EnforcementTest {
    private static final List<OptionalInt> NUMBERS =
            List.of(OptionalInt.empty(), OptionalInt.of(0), OptionalInt.of(1), OptionalInt.of(2));
    private static final List<Boolean> TRUTHS = List.of(false, true);

    /** The settings of an application and the stamps of a document. */
    private record Generations(
            OptionalInt t, OptionalInt s, OptionalInt g, OptionalInt stampT, OptionalInt stampS, OptionalInt stampG) {}

    private record Flags(boolean enable, boolean throwLoad, boolean throwUsage, boolean never, boolean summarizer) {}

    private static List<Generations> allGenerations() {
        List<Generations> all = new ArrayList<>();
        for (OptionalInt t : NUMBERS) {
            for (OptionalInt s : NUMBERS) {
                for (OptionalInt g : NUMBERS) {
                    for (OptionalInt stampT : NUMBERS) {
                        for (OptionalInt stampS : NUMBERS) {
                            for (OptionalInt stampG : NUMBERS) {
                                all.add(new Generations(t, s, g, stampT, stampS, stampG));
                            }
                        }
                    }
                }
            }
        }
        return all;
    }

    private static List<Flags> allFlags() {
        List<Flags> all = new ArrayList<>();
        for (boolean enable : TRUTHS) {
            for (boolean load : TRUTHS) {
                for (boolean usage : TRUTHS) {
                    for (boolean never : TRUTHS) {
                        TRUTHS.forEach(summarizer -> all.add(new Flags(enable, load, usage, never, summarizer)));
                    }
                }
            }
        }
        return all;
    }

    private static JsonObject matrix(OptionalInt t, OptionalInt s, OptionalInt g) {
        JsonObject.Builder matrix = JsonObject.builder();
        t.ifPresent(number -> matrix.put("tombstoneGeneration", number));
        s.ifPresent(number -> matrix.put("sweepGeneration", number));
        g.ifPresent(number -> matrix.put("gcGeneration", number));
        return matrix.build();
    }

    private static Enforcement decide(Generations generations, Flags flags) {
        return decide(generations, flags, true);
    }

    private static Enforcement decide(Generations generations, Flags flags, boolean isCollected) {
        GcOptions options = GcOptions.DEFAULT.toBuilder()
                .tombstoneGeneration(generations.t())
                .sweepGeneration(generations.s())
                .generation(generations.g())
                .sweepEnabled(flags.enable())
                .build();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("Fluid.GarbageCollection.ThrowOnTombstoneLoad", String.valueOf(flags.throwLoad()));
        settings.put("Fluid.GarbageCollection.ThrowOnTombstoneUsage", String.valueOf(flags.throwUsage()));
        settings.put("Fluid.GarbageCollection.DisableThrowOnTombstoneLoad", String.valueOf(flags.never()));
        return Enforcement.of(
                options,
                GcSettings.of(settings),
                new Stamps(Optional.of(matrix(generations.stampT(), generations.stampS(), generations.stampG()))),
                isCollected,
                flags.summarizer() ? Role.SUMMARIZER : Role.INTERACTIVE);
    }

    /** What decision 3 says, read aloud: an unset number matches all, a missing stamp matches nothing. */
    private static boolean gate(OptionalInt own, OptionalInt ownStamp, Generations generations) {
        if (own.isPresent()) {
            return own.equals(ownStamp);
        }
        OptionalInt compared = generations.stampT().isPresent() ? generations.stampT() : generations.stampG();
        return generations.g().isEmpty() || generations.g().equals(compared);
    }

    @Test
    void decision3_everyCombinationOfFlagsAndStamps_isAsTheTableSays() {
        List<Flags> flags = allFlags();
        int checked = 0;
        for (Generations generations : allGenerations()) {
            boolean tombstoneGate = gate(generations.t(), generations.stampT(), generations);
            boolean sweepGate = gate(generations.s(), generations.stampS(), generations);
            for (Flags flag : flags) {
                boolean asks = flag.enable() || generations.s().isPresent();
                boolean sweeps = asks && sweepGate && tombstoneGate;
                Enforcement expected = new Enforcement(
                        sweeps,
                        tombstoneGate && !flag.summarizer() && (flag.throwLoad() || sweeps) && !flag.never(),
                        tombstoneGate && !flag.summarizer() && flag.throwUsage());
                assertThat(decide(generations, flag))
                        .as("%s %s", generations, flag)
                        .isEqualTo(expected);
                checked++;
            }
        }
        assertThat(checked).isEqualTo(4096 * 32);
    }

    @Test
    void decision3_uncollectedDocument_isNeverSwept() {
        for (Generations generations : allGenerations()) {
            for (Flags flag :
                    List.of(new Flags(true, false, false, false, false), new Flags(true, true, false, false, true))) {
                assertThat(decide(generations, flag, false).sweeps()).isFalse();
            }
        }
    }

    /** Whatever number is changed from one that fits to one that does not: nothing is swept or refused that was not before. */
    @Test
    void decision3_mismatchOfAnyNumber_onlyWithdraws() {
        Flags flags = new Flags(true, true, true, false, false);
        for (Generations was : allGenerations()) {
            OptionalInt other = OptionalInt.of(9);
            for (Generations bumped : List.of(
                    new Generations(other, was.s(), was.g(), was.stampT(), was.stampS(), was.stampG()),
                    new Generations(was.t(), other, was.g(), was.stampT(), was.stampS(), was.stampG()),
                    new Generations(was.t(), was.s(), other, was.stampT(), was.stampS(), was.stampG()))) {
                Enforcement before = decide(was, flags);
                Enforcement after = decide(bumped, flags);
                // A gate's own number takes the place of the common one; where that was set, another gate decides now.
                if (was.g().isEmpty() || !bumped.g().equals(was.g())) {
                    assertThat(after.sweeps() && !before.sweeps()).isFalse();
                    assertThat(after.refusesLoads() && !before.refusesLoads()).isFalse();
                    assertThat(after.refusesUse() && !before.refusesUse()).isFalse();
                }
            }
        }
    }

    private static OptionalInt number(@Nullable Integer number) {
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** The question an operator asked: the tombstone generation was raised to 1, the sweep generation is still 0. */
    @ParameterizedTest(name = "stamped T {0}, S {1}: sweeps {2}, refuses loads {3}")
    @CsvSource({"1, 0, true, true", "0, 0, false, false", "0, , false, false", "1, , false, true", ", , false, false"})
    void decision3_tombstoneGenerationOneAndSweepGenerationZero(
            @Nullable Integer stampT, @Nullable Integer stampS, boolean sweeps, boolean refuses) {
        Enforcement decided = decide(
                new Generations(
                        OptionalInt.of(1),
                        OptionalInt.of(0),
                        OptionalInt.empty(),
                        number(stampT),
                        number(stampS),
                        OptionalInt.empty()),
                new Flags(false, true, false, false, false));
        assertThat(decided.sweeps()).isEqualTo(sweeps);
        assertThat(decided.refusesLoads()).isEqualTo(refuses);
    }

    @ParameterizedTest(name = "{0}: unset {1}, 0 {2}, 1 {3}, 2 {4}")
    @CsvSource(delimiter = '|', textBlock = """
                    {}                        | true | false | false | false
                    {"gcGeneration":0}        | true | true  | false | false
                    {"gcGeneration":1}        | true | false | true  | false
                    {"gcGeneration":2}        | true | false | false | true
                    {"tombstoneGeneration":0} | true | true  | false | false
                    {"tombstoneGeneration":1} | true | false | true  | false
                    {"sweepGeneration":0}     | true | false | false | false
                    {"sweepGeneration":1}     | true | false | false | false
                    """)
    void gc024_commonGeneration_opensBothGatesForItsOwnDocumentsOnly(
            String matrix, boolean unset, boolean zero, boolean one, boolean two) {
        Stamps stamps = new Stamps(JsonValue.parse(matrix).asObject());
        List<Boolean> found = new ArrayList<>();
        for (OptionalInt current : NUMBERS) {
            GcOptions options = GcOptions.DEFAULT.toBuilder()
                    .generation(current)
                    .sweepEnabled(true)
                    .build();
            Enforcement decided = Enforcement.of(options, GcSettings.NONE, stamps, true, Role.INTERACTIVE);
            assertThat(decided.refusesLoads()).isEqualTo(decided.sweeps());
            found.add(decided.sweeps());
        }
        assertThat(found).containsExactly(unset, zero, one, two);
    }
}
