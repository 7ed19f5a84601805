package dev.sluice.samples.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.sluice.client.FluidContainer;
import dev.sluice.client.ServiceClient;
import dev.sluice.dds.text.SharedString;
import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a key pressed in a browser to the Java service, and back into the page; all served by one server. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ReviewerIT {
    private static final Path WEB = Path.of("src/web").toAbsolutePath();
    private static final Path PAGE = Path.of("target/web").toAbsolutePath();
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final int SHOWN_LINES = 100;

    @TempDir
    private Path folder = Path.of("target");

    private SluiceServer server;
    private ServiceClient client;
    private FluidContainer container;
    private Browser browser;

    /** Packages come from the lock file; what is installed already is kept. */
    @BeforeAll
    static void buildPage() throws IOException, InterruptedException {
        Path marker = WEB.resolve("node_modules/.package-lock.json");
        Path lock = WEB.resolve("package-lock.json");
        boolean isInstalled = Files.exists(marker)
                && Files.getLastModifiedTime(marker).compareTo(Files.getLastModifiedTime(lock)) >= 0;
        if (!isInstalled) {
            run("npm", "ci", "--no-audit", "--no-fund");
        }
        run("npm", "run", "build");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Path outputs = Files.createDirectories(Path.of("target/npm").toAbsolutePath());
        Path output = Files.createTempFile(outputs, "run-", ".log");
        int exitCode = new ProcessBuilder(command)
                .directory(WEB.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        if (exitCode != 0) {
            List<String> lines = Files.readAllLines(output);
            fail("%s ended with %d:%n%s"
                    .formatted(
                            String.join(" ", command),
                            exitCode,
                            String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()))));
        }
    }

    @BeforeEach
    void start() throws IOException {
        assertThat(CHROMIUM).as("a browser, from Debian's package chromium").isExecutable();
        start("0");
        client = ServiceClient.insecure(server.url());
        container = client.create(TextReviewer.SCHEMA);
        container.attach();
        TextReviewer.follow(container);
        browser = Browser.start(CHROMIUM, folder.resolve("profile"));
        browser.open(Reviewer.page(server.url(), container));
        browser.awaitText("#status", "connected · saved");
    }

    private void start(String port) {
        String data = folder.resolve("data").toString();
        server = SluiceServer.start(
                ServerConfig.of(Map.of("port", port, "data", data, "static-files", PAGE.toString())),
                InstantSource.system());
    }

    @AfterEach
    void stop() throws IOException {
        browser.close();
        client.close();
        server.close(Duration.ZERO, Duration.ofSeconds(20));
    }

    @Test
    void textTypedInABrowser_isReviewedByTheService() throws IOException {
        browser.type("#text", "Once upon a time there was a a document. It was shared.");

        browser.awaitText("#words", "12");
        browser.awaitText("#sentences", "2");
        browser.awaitText("#characters", "55");
        browser.awaitText("#freshness", "");
        browser.awaitText("#remarks", "“a a”: the same word twice?");
        browser.awaitText("#status", "connected · saved");
        browser.screenshot(PAGE.resolveSibling("page.png"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void textEditedByJava_isShownWithoutDisturbingWhoTypes() throws IOException {
        SharedString text = container.get(TextReviewer.TEXT);
        browser.type("#text", "one three");
        browser.awaitText("#words", "2");
        browser.caret("#text", 4);

        container.run(() -> text.insert(0, "zero "));
        browser.awaitText("#text", "zero one three");
        browser.type("#text", "two ");

        browser.awaitText("#words", "4");
        browser.awaitText("#text", "zero one two three");
        assertThat(container.call(text::text)).isEqualTo("zero one two three");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void serverThatRestarts_isRejoinedByPageAndService() throws IOException {
        browser.type("#text", "before");
        browser.awaitText("#words", "1");
        browser.awaitText("#status", "connected · saved");

        String port = String.valueOf(server.url().getPort());
        server.close(Duration.ZERO, Duration.ofSeconds(20));
        browser.awaitText("#status", "offline: edits are kept here");
        browser.type("#text", " and after");
        browser.awaitText("#freshness", "(waiting for the service)");
        start(port);

        browser.awaitText("#words", "3");
        browser.awaitText("#status", "connected · saved");
        assertThat(browser.complaints()).isEmpty();
    }
}
