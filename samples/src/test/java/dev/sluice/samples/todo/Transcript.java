package dev.sluice.samples.todo;

import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a terminal showed, for those who wait to see something. Safe for use by many threads. */
final class Transcript extends Writer {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SCREEN = Pattern.compile("(?s)\nTo do([^\n]*)\n(.*?)\n> ");

    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(char[] chars, int from, int length) {
        synchronized (text) {
            text.append(chars, from, length);
            text.notifyAll();
        }
    }

    /** Waits until the newest screen shows exactly these lines below its title. */
    void awaitLines(String... lines) throws InterruptedException {
        String wanted = String.join("\n", lines);
        await(shown ->
                newest(shown).filter(screen -> screen.group(2).equals(wanted)).isPresent());
    }

    /** Waits until the newest screen's title says so. */
    void awaitTitle(Predicate<String> title) throws InterruptedException {
        await(shown ->
                newest(shown).filter(screen -> title.test(screen.group(1))).isPresent());
    }

    private static Optional<MatchResult> newest(String shown) {
        List<MatchResult> screens = SCREEN.matcher(shown).results().toList();
        return screens.isEmpty() ? Optional.empty() : Optional.of(screens.get(screens.size() - 1));
    }

    /** Waits until something was written, and returns everything written so far. */
    String await(Predicate<String> condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (text) {
            while (!condition.test(text.toString())) {
                long leftMs = Duration.ofNanos(end - System.nanoTime()).toMillis();
                if (leftMs <= 0) {
                    throw new AssertionError("in vain; all that was shown:\n" + text);
                }
                text.wait(leftMs);
            }
            return text.toString();
        }
    }

    /** Returns the id of the list that a program said to have made. */
    String awaitDocument() throws InterruptedException {
        Pattern made = Pattern.compile("samples\\.todo\\.Todo \\S+ (\\S+)\\R");
        String shown = await(made.asPredicate());
        return made.matcher(shown).results().findFirst().orElseThrow().group(1);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
