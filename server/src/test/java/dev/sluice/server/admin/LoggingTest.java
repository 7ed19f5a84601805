package dev.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.config.LogFormat;
import dev.sluice.server.config.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_ERR)
final class LoggingTest {
    private final LoggerContext context = new LoggerContext();
    private final PrintStream original = System.err;
    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();

    @AfterEach
    void restore() {
        System.setErr(original);
        context.stop();
    }

    @Test
    void text_ofAnEvent_isOneLineWithoutNettysChatter() {
        apply(LogFormat.TEXT, LogLevel.INFO);
        context.getLogger("io.netty.x").info("chatter");
        context.getLogger("dev.sluice.server.Some").debug("detail");
        context.getLogger("dev.sluice.server.Some").info("hello {}", 1);
        assertThat(captured.toString(StandardCharsets.UTF_8))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  \\[.*] Some - hello 1\\R");
    }

    @Test
    void json_ofAnEvent_isOneObject() throws Exception {
        apply(LogFormat.JSON, LogLevel.DEBUG);
        context.getLogger("dev.sluice.server.Some").debug("hello {}", 1, new IllegalStateException("why"));
        assertThat(captured.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
        JsonNode line = Json.parse(captured.toByteArray());
        assertThat(line.path("level").asText()).isEqualTo("DEBUG");
        assertThat(line.path("formattedMessage").asText()).isEqualTo("hello 1");
        assertThat(line.path("loggerName").asText()).isEqualTo("dev.sluice.server.Some");
        assertThat(line.path("throwable").path("message").asText()).isEqualTo("why");
    }

    private void apply(LogFormat format, LogLevel level) {
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
        context.setMDCAdapter(new LogbackMDCAdapter());
        Logging.apply(context, format, level);
    }
}
