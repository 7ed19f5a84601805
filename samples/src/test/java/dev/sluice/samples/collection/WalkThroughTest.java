package dev.sluice.samples.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the documentation shows of the walk-through is what it prints. */
@Timeout(60)
final class WalkThroughTest {
    private static final Path PAGE = Path.of("../docs/walk-through.md");

    @Test
    void page_showsWhatIsPrinted() throws IOException {
        StringWriter printed = new StringWriter();
        WalkThrough.walk(new PrintWriter(printed));
        String lines = printed.toString().replace(System.lineSeparator(), "\n").strip();
        assertThat(lines).contains("deleted (an op deleted it)", "restored");
        assertThat(Files.readString(PAGE)).contains("```text\n" + lines + "\n```\n");
    }
}
