package dev.sluice.samples.todo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ServerConfig;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two terminals in one process, in front of a real server. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class TodoTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path data = Path.of("target");

    private SluiceServer server;
    private int port;

    @BeforeEach
    void start() {
        start(0);
        port = server.url().getPort();
    }

    private void start(int wished) {
        server = SluiceServer.start(
                ServerConfig.of(Map.of("port", String.valueOf(wished), "data", data.toString())),
                InstantSource.system());
    }

    @AfterEach
    void stop() {
        server.close(Duration.ZERO, Duration.ofSeconds(20));
    }

    /** Somebody in front of a terminal. */
    private static final class Terminal {
        private final Transcript shown = new Transcript();
        private final Writer keys = new PipedWriter();
        private final CompletableFuture<Integer> exitCode;

        Terminal(String... args) throws IOException {
            this(PATIENCE, args);
        }

        Terminal(Duration patience, String... args) throws IOException {
            PipedReader in = new PipedReader((PipedWriter) keys);
            exitCode = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return Todo.run(List.of(args), in, shown, patience);
                        } catch (IOException failure) {
                            throw new UncheckedIOException(failure);
                        }
                    },
                    task -> new Thread(task, "terminal").start());
        }

        void type(String line) throws IOException {
            keys.write(line + "\n");
            keys.flush();
        }
    }

    @Test
    void twoTerminals_shareOneList() throws Exception {
        Terminal ada = new Terminal(server.url().toString());
        ada.shown.awaitLines("    nothing");
        Terminal ben = new Terminal(server.url().toString(), ada.shown.awaitDocument());
        ben.shown.awaitLines("    nothing");

        ada.type("add buy milk");
        ben.shown.awaitLines("  1 [ ] buy milk");
        ben.type("add call Ada");
        ada.shown.awaitLines("  1 [ ] buy milk", "  2 [ ] call Ada");
        ada.type("done 2");
        ben.shown.awaitLines("  1 [ ] buy milk", "  2 [x] call Ada");
        ben.type("remove 1");
        ada.shown.awaitLines("  1 [x] call Ada");

        ada.type("quit");
        ben.type("quit");
        assertThat(ada.exitCode.join()).isZero();
        assertThat(ben.exitCode.join()).isZero();
    }

    @Test
    void serverThatRestarts_isRejoinedWithWhatWasTypedMeanwhile() throws Exception {
        Terminal ada = new Terminal(server.url().toString());
        Terminal ben = new Terminal(server.url().toString(), ada.shown.awaitDocument());
        ada.type("add before");
        ben.shown.awaitLines("  1 [ ] before");

        stop();
        ada.shown.awaitTitle(title -> title.contains("offline"));
        ben.shown.awaitTitle(title -> title.contains("offline"));
        ada.type("add meanwhile");
        ada.shown.awaitLines("  1 [ ] before", "  2 [ ] meanwhile");
        ben.type("done 1");
        ben.shown.awaitLines("  1 [x] before");
        start(port);

        ada.shown.awaitLines("  1 [x] before", "  2 [ ] meanwhile");
        ben.shown.awaitLines("  1 [x] before", "  2 [ ] meanwhile");
        ada.shown.awaitTitle(String::isEmpty);
        ada.type("quit");
        ben.type("quit");
        assertThat(ada.exitCode.join()).isZero();
        assertThat(ben.exitCode.join()).isZero();
    }

    @Test
    void endOfInput_savesEverything() throws Exception {
        Transcript first = new Transcript();
        Todo.run(List.of(server.url().toString()), new StringReader("add one\nadd two\ndone 1"), first, PATIENCE);
        Terminal later = new Terminal(server.url().toString(), first.awaitDocument());
        later.shown.awaitLines("  1 [x] one", "  2 [ ] two");
        later.type("quit");
        assertThat(later.exitCode.join()).isZero();
    }

    @Test
    void editThatTheServiceDoesNotGet_isReportedAtTheEnd() throws Exception {
        Terminal ada = new Terminal(Duration.ofMillis(100), server.url().toString());
        ada.shown.awaitTitle(String::isEmpty);
        stop();
        ada.shown.awaitTitle(title -> title.contains("offline"));
        ada.type("add lost");
        ada.type("quit");
        assertThat(ada.exitCode.join()).isEqualTo(1);
        assertThat(ada.shown.await(text -> true)).contains("The service does not have your last changes");
    }

    @Test
    void whatIsNoCommand_isExplained() throws Exception {
        Transcript shown = new Transcript();
        Todo.run(
                List.of(server.url().toString()),
                new StringReader("help\nadd\ndone 1\nremove\nadd one\ndone 99999999999\nquit"),
                shown,
                PATIENCE);
        assertThat(shown.await(text -> true))
                .contains("> add TEXT | done N | remove N | quit\n> add TEXT | done N | remove N | quit\n> ")
                .contains("There is no line 1.\n> There is no line without a number.")
                .contains("There is no line 99999999999.");
    }

    @Test
    void listThatIsNotThere_isReported() throws IOException, InterruptedException {
        Transcript shown = new Transcript();
        List<String> args = List.of(server.url().toString(), "nobody");
        assertThat(Todo.run(args, new StringReader(""), shown, Duration.ZERO)).isEqualTo(1);
        assertThat(shown.await(text -> true)).contains("cannot be opened", "nobody");
        assertThat(Todo.run(List.of(), new StringReader(""), shown, Duration.ZERO))
                .isEqualTo(2);
        assertThat(shown.await(text -> true)).contains("usage: Todo URL [DOCUMENT]");
    }
}
