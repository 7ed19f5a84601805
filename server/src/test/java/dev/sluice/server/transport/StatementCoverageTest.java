package dev.sluice.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every statement of the service protocol is proven by a test that is named for it, or is said not to be supported, with the
 * reason.
 */
class StatementCoverageTest {
    private static final int STATEMENTS = 98;
    private static final Pattern METHOD = Pattern.compile("\\bvoid\\s+(\\w*svc\\d{3}\\w*)\\s*\\(");
    private static final Pattern ID = Pattern.compile("svc(\\d{3})");
    private static final Pattern EXCLUDED =
            Pattern.compile("^\\| SVC-(\\d{3}) \\| [^|]*\\w[^|]* \\|$", Pattern.MULTILINE);

    private final Path root = rootFolder();

    @Test
    void statements_areTestedOrDocumentedAsNotSupported() throws IOException {
        Set<String> all = IntStream.rangeClosed(1, STATEMENTS)
                .mapToObj(number -> String.format(Locale.ROOT, "%03d", number))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> tested = tested();
        Set<String> unsupported = unsupported();

        assertThat(tested).as("ids in test names").isSubsetOf(all);
        assertThat(unsupported).as("ids in the table").isSubsetOf(all).doesNotContainAnyElementsOf(tested);
        all.removeAll(tested);
        all.removeAll(unsupported);
        assertThat(all).as("statements that nothing proves").isEmpty();
    }

    private Set<String> tested() throws IOException {
        Set<String> ids = new TreeSet<>();
        for (String module : Set.of("runtime", "server")) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/test/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .flatMap(file -> METHOD.matcher(read(file)).results().map(name -> name.group(1)))
                        .flatMap(name -> ID.matcher(name).results())
                        .forEach(id -> ids.add(id.group(1)));
            }
        }
        return ids;
    }

    /** Returns the ids in the table under the heading of that name, up to the next heading. */
    private Set<String> unsupported() {
        String text = read(root.resolve("docs/protocol.md"));
        Matcher heading =
                Pattern.compile("^#+ Not supported$", Pattern.MULTILINE).matcher(text);
        assertThat(heading.find()).as("a heading \"Not supported\"").isTrue();
        String section = text.substring(heading.end());
        int end = section.indexOf("\n#");
        return EXCLUDED.matcher(end < 0 ? section : section.substring(0, end))
                .results()
                .map((MatchResult row) -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    /** Tests run in their module's folder, or, by some tools, in the one above. */
    private static Path rootFolder() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("server"))
                ? here
                : here.resolve("..").normalize();
    }
}
