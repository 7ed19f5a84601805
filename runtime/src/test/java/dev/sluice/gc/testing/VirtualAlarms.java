package dev.sluice.gc.testing;

import dev.sluice.gc.ageing.Alarms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Alarms of a time that the test moves on. */
public final class VirtualAlarms implements Alarms {
    private final List<Alarm> waiting = new ArrayList<>();
    private long now;

    /** An alarm that is set. */
    public record Alarm(long at, Runnable task) {}

    @Override
    public Runnable after(Duration delay, Runnable task) {
        Alarm alarm = new Alarm(now + delay.toMillis(), task);
        waiting.add(alarm);
        return () -> waiting.remove(alarm);
    }

    public void pass(long millis) {
        long until = now + millis;
        for (Alarm next = next(until); next != null; next = next(until)) {
            now = next.at();
            waiting.remove(next);
            next.task().run();
        }
        now = until;
    }

    private @Nullable Alarm next(long until) {
        return waiting.stream()
                .filter(alarm -> alarm.at() <= until)
                .min(Comparator.comparingLong(Alarm::at))
                .orElse(null);
    }

    public List<Alarm> waiting() {
        return Collections.unmodifiableList(waiting);
    }
}
