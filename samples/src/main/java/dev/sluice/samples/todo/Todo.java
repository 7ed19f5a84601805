package dev.sluice.samples.todo;

import dev.sluice.client.FluidContainer;
import dev.sluice.client.ServiceClient;
import dev.sluice.loader.ContainerException;
import dev.sluice.protocol.DocumentId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A to-do list in the console, shared with whoever opens the same document.
 *
 * <pre>{@code
 * java -cp samples/target/samples.jar dev.sluice.samples.todo.Todo http://localhost:7070
 * }</pre>
 *
 * <p>Without a document it makes a new list and prints its id, which the other terminal is given.
 */
public final class Todo {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Reader in;
    private final PrintWriter out;
    private final Duration patience;

    private Todo(Reader in, PrintWriter out, Duration patience) {
        this.in = in;
        this.out = out;
        this.patience = patience;
    }

    /** Runs on standard input and output; exits with 0 if all edits were saved, else with 1, and with 2 if called wrongly. */
    public static void main(String[] args) throws IOException {
        Reader in = new InputStreamReader(System.in, Charset.defaultCharset());
        PrintWriter out = new PrintWriter(System.out, false, Charset.defaultCharset());
        System.exit(new Todo(in, out, PATIENCE).run(List.of(args)));
    }

    /**
     * Runs on a reader and a writer until {@code quit} is read, or everything was.
     *
     * @param args the service's address, and the id of a list if it exists already
     * @param patience how long to wait at the end for the service to have all edits
     * @return what the process should exit with
     */
    static int run(List<String> args, Reader in, Writer out, Duration patience) throws IOException {
        return new Todo(in, new PrintWriter(out), patience).run(args);
    }

    private int run(List<String> args) throws IOException {
        if (args.isEmpty() || args.size() > 2) {
            return fail(MISUSED, "usage: Todo URL [DOCUMENT]");
        }
        try (ServiceClient client = ServiceClient.insecure(URI.create(args.get(0)))) {
            FluidContainer container =
                    args.size() == 2 ? client.open(new DocumentId(args.get(1))) : create(client, args.get(0));
            new TodoConsole(container, out).run(new BufferedReader(in));
            return finish(container);
        } catch (ContainerException failure) {
            return fail(FAILED, "The list cannot be opened: " + failure.getMessage());
        } catch (IllegalArgumentException misuse) {
            return fail(MISUSED, "This is no list: " + misuse.getMessage());
        }
    }

    private FluidContainer create(ServiceClient client, String url) {
        FluidContainer container = client.create(TodoList.SCHEMA);
        DocumentId id = container.attach();
        out.println("A new list. Open it in another terminal, too:");
        out.println("  java -cp samples/target/samples.jar " + Todo.class.getName() + " " + url + " " + id.value());
        return container;
    }

    /** Nobody likes to lose what was typed: this waits for the service, though not for ever. */
    private int finish(FluidContainer container) {
        try {
            container
                    .savedAsync()
                    .toCompletableFuture()
                    .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException unsaved) {
            container.close();
            return fail(FAILED, "The service does not have your last changes; they are lost.");
        }
        container.close();
        return DONE;
    }

    private int fail(int exitCode, String why) {
        out.println(why);
        out.flush();
        return exitCode;
    }
}
