package dev.sluice.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every target takes or refuses its seeds, what was found before, and some hundred variations that are the same in every build. */
class FuzzCorpusTest {
    private static final int VARIATIONS = Integer.getInteger("fuzz.variations", 60);

    @ParameterizedTest
    @EnumSource(Target.class)
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void input_isTakenOrRefusedWithAReason(Target target) throws IOException, URISyntaxException {
        List<byte[]> inputs = new ArrayList<>(Seeds.of(target));
        inputs.addAll(found(target));
        Mutations mutations = new Mutations(Long.getLong("fuzz.seed", 1));
        for (byte[] input : inputs) {
            feed(target, input);
            for (int i = 0; i < VARIATIONS; i++) {
                feed(target, mutations.mutate(input));
            }
        }
    }

    /** Input that is refused at the door would prove nothing of what lies behind. */
    @ParameterizedTest
    @EnumSource(
            value = Target.class,
            names = {"OPS", "SNAPSHOT", "STRING_SNAPSHOT"})
    void seed_isTaken(Target target) throws IOException {
        for (byte[] seed : Seeds.of(target)) {
            Findings.takeRefusals();
            target.feed(seed);
            assertThat(Findings.takeRefusals())
                    .as(new String(seed, 0, Math.min(60, seed.length), UTF_8))
                    .isEmpty();
        }
    }

    private static void feed(Target target, byte[] input) throws IOException {
        Findings.takeRefusals();
        try {
            target.feed(input);
        } catch (Throwable finding) {
            Path kept = Files.createDirectories(Path.of("target", "fuzz", "findings"))
                    .resolve(target.folder() + "-" + Integer.toHexString(Arrays.hashCode(input)));
            Files.write(kept, input);
            throw new AssertionError(target + " has a finding, kept as " + kept.toAbsolutePath(), finding);
        }
    }

    /** The files of {@code src/test/resources/fuzz}, one folder for each target. */
    private static List<byte[]> found(Target target) throws IOException, URISyntaxException {
        URL folder = FuzzCorpusTest.class.getResource("/fuzz/" + target.folder());
        if (folder == null) {
            return List.of();
        }
        List<byte[]> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        }
        return inputs;
    }
}
