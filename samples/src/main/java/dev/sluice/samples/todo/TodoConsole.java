package dev.sluice.samples.todo;

import dev.sluice.client.FluidContainer;
import dev.sluice.loader.ConnectionState;
import dev.sluice.samples.todo.TodoList.Item;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A terminal in front of a list: shows it whenever it changes, here or elsewhere, and does what is typed. It writes on the
 * container's thread alone, so that what it writes never mixes.
 */
final class TodoConsole {
    private static final String HELP = "add TEXT | done N | remove N | quit";

    private final FluidContainer container;
    private final TodoList list;
    private final PrintWriter out;
    // What is on the screen: numbers that are typed mean its lines. On the container's thread, as is what follows.
    private Screen shown = new Screen(Connection.FIRST, List.of());
    private boolean isDrawn;
    private boolean willDraw;

    /** Makes a console that shows nothing yet. From any thread but the container's. */
    TodoConsole(FluidContainer container, PrintWriter out) {
        this.container = container;
        this.list = TodoList.of(container);
        this.out = out;
    }

    /** What can be seen. Immutable. */
    private record Screen(Connection connection, List<Item> items) {}

    private enum Connection {
        FIRST(" (connecting)"),
        THERE(""),
        LOST(" (offline: what you change is kept until the server is back)");

        private final String shown;

        Connection(String shown) {
            this.shown = shown;
        }
    }

    /** Follows the list and obeys until {@code quit} or the end of the input. */
    void run(BufferedReader in) throws IOException {
        container.run(this::follow);
        Optional<String> line = read(in);
        while (line.isPresent() && !line.get().equals("quit")) {
            String command = line.get();
            container.run(() -> obey(command));
            line = read(in);
        }
    }

    private static Optional<String> read(BufferedReader in) throws IOException {
        return Optional.ofNullable(in.readLine()).map(String::strip);
    }

    // On the container's thread.

    private void follow() {
        list.onChange(this::drawSoon);
        container.events().onConnectionState(state -> drawSoon());
        container.events().onClosed(cause -> cause.ifPresent(why -> say("The list has ended: " + why.getMessage())));
        draw();
    }

    /** Several changes come at once: all that an op or a batch brings is shown together. */
    private void drawSoon() {
        if (!willDraw) {
            willDraw = true;
            container.container().execute(() -> {
                willDraw = false;
                draw();
            });
        }
    }

    private void draw() {
        Screen now = new Screen(connection(), list.items());
        if (isDrawn && now.equals(shown)) {
            return;
        }
        isDrawn = true;
        shown = now;
        StringBuilder text = new StringBuilder("\nTo do");
        text.append(now.connection().shown);
        for (int n = 1; n <= now.items().size(); n++) {
            Item item = now.items().get(n - 1);
            text.append("\n%3d [%s] %s".formatted(n, item.isDone() ? "x" : " ", item.text()));
        }
        out.print(text.append(now.items().isEmpty() ? "\n    nothing" : "").append("\n> "));
        out.flush();
    }

    private Connection connection() {
        if (container.connectionState() == ConnectionState.CONNECTED) {
            return Connection.THERE;
        }
        return shown.connection() == Connection.FIRST ? Connection.FIRST : Connection.LOST;
    }

    private void obey(String line) {
        int space = line.indexOf(' ');
        String verb = space < 0 ? line : line.substring(0, space);
        String rest = space < 0 ? "" : line.substring(space + 1).strip();
        if (container.container().isClosed()) {
            say("The list has ended; nothing can be changed any more. Type quit.");
        } else if (verb.equals("add") && !rest.isEmpty()) {
            list.add(rest);
        } else if (verb.equals("done")) {
            withItem(rest, list::finish);
        } else if (verb.equals("remove")) {
            withItem(rest, list::remove);
        } else {
            say(HELP);
        }
    }

    private void withItem(String number, Consumer<Item> edit) {
        List<Item> items = shown.items();
        int n = number.matches("[0-9]{1,6}") ? Integer.parseInt(number) : 0;
        if (n >= 1 && n <= items.size()) {
            edit.accept(items.get(n - 1));
        } else {
            say("There is no line " + (number.isEmpty() ? "without a number" : number) + ".");
        }
    }

    private void say(String text) {
        out.print(text + "\n> ");
        out.flush();
    }
}
