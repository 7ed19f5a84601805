package dev.sluice.samples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ServerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the README says of Java is what is compiled and run here. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class ReadmeExamplesTest {
    private static final Path SOURCE = Path.of("src/test/java/dev/sluice/samples/readme/Hello.java");

    @TempDir
    private Path data = Path.of("target");

    @Test
    void example_isTheOneThatIsCompiled() throws IOException {
        String source = Files.readString(SOURCE);
        String shown = source.substring(source.indexOf("import dev."));
        assertThat(Files.readString(Path.of("../README.md")))
                .as("README.md shows another Hello.java than " + SOURCE)
                .contains("```java\n" + shown + "```\n");
    }

    @Test
    void example_doesWhatItSays() {
        SluiceServer server = SluiceServer.start(
                ServerConfig.of(Map.of("port", "0", "data", data.toString())), InstantSource.system());
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            Hello.main(new String[] {server.url().toString()});
        } finally {
            System.setOut(console);
            server.close(Duration.ZERO, Duration.ofSeconds(20));
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("loaded: hello = world", "live: how = together");
    }
}
