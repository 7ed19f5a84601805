package dev.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ConfigReferenceTest {
    @Test
    void reference_asCheckedIn_isTheGeneratedOne() throws IOException {
        String checkedIn = Files.readString(Path.of("..", "docs", "configuration.md"));
        assertThat(checkedIn)
                .as("docs/configuration.md is out of date; regenerate it with: "
                        + "java -jar server/target/sluice.jar config --reference > docs/configuration.md")
                .isEqualTo(ConfigReference.markdown());
    }
}
