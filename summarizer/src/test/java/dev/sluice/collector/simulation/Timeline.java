package dev.sluice.collector.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time, and what is to happen in it; what falls on one moment happens in the order in which it was asked for. */
final class Timeline {
    static final long MINUTE = 60_000;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atMs).thenComparingLong(Event::order));
    private long nowMs;
    private long order;

    private record Event(long atMs, long order, Runnable task) {}

    Timeline(long startMs) {
        nowMs = startMs;
    }

    long nowMs() {
        return nowMs;
    }

    /** Asks for something to be done later; returns what calls it off. */
    Runnable after(long delayMs, Runnable task) {
        Event event = new Event(nowMs + Math.max(0, delayMs), order++, task);
        events.add(event);
        return () -> events.remove(event);
    }

    /** Lets time pass, with all that happens in it. */
    void advance(long ms) {
        long end = nowMs + ms;
        for (Event next = events.peek(); next != null && next.atMs() <= end; next = events.peek()) {
            events.remove();
            nowMs = next.atMs();
            next.task().run();
        }
        nowMs = end;
    }
}
