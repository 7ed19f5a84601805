package dev.sluice.samples.review;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A headless Chromium, driven by {@code src/web/browser.mjs}. Confined to one thread. */
final class Browser implements AutoCloseable {
    private static final Path WEB = Path.of("src/web").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int END_SECONDS = 30;

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    private Browser(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static Browser start(Path executable, Path profile) throws IOException {
        List<String> command = List.of("node", "browser.mjs", executable.toString(), profile.toString());
        return new Browser(new ProcessBuilder(command)
                .directory(WEB.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    void open(URI page) throws IOException {
        ask(JsonObject.builder().put("command", "open").put("url", page.toString()));
    }

    void type(String selector, String text) throws IOException {
        ask(about("type", selector).put("text", text));
    }

    void caret(String selector, int position) throws IOException {
        ask(about("caret", selector).put("position", position));
    }

    /** Waits until an element shows exactly this text. */
    void awaitText(String selector, String text) throws IOException {
        ask(about("awaitText", selector).put("text", text).put("timeoutMs", PATIENCE.toMillis()));
    }

    void screenshot(Path file) throws IOException {
        ask(JsonObject.builder().put("command", "screenshot").put("file", file.toString()));
    }

    /** Returns what scripts of the page failed with. */
    List<String> complaints() throws IOException {
        JsonObject answer = ask(JsonObject.builder().put("command", "complaints"));
        return answer.array("value").orElseThrow().elements().stream()
                .map(complaint -> complaint.asString().orElseThrow())
                .toList();
    }

    private static JsonObject.Builder about(String command, String selector) {
        return JsonObject.builder().put("command", command).put("selector", selector);
    }

    private JsonObject ask(JsonObject.Builder command) throws IOException {
        String line = command.build().toString();
        commands.write(line + "\n");
        commands.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the browser ended at " + line);
        }
        JsonObject members = (JsonObject) JsonValue.parse(answer);
        if (members.string("error").isPresent()) {
            throw new AssertionError(line + ": " + members.string("error").get());
        }
        return members;
    }

    /** Lets the browser go; it is killed if it does not. */
    @Override
    public void close() throws IOException {
        commands.close();
        try {
            if (process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
