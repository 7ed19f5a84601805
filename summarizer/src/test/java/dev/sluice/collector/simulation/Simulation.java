package dev.sluice.collector.simulation;

import static dev.sluice.collector.simulation.Timeline.DAY;
import static dev.sluice.collector.simulation.Timeline.HOUR;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The life of one document, from one seed: some months in which everything happens that may, and then weeks in which nobody is
 * there but the summarizer, after which no garbage may be left. The invariants are checked at every message.
 *
 * <p>What the protocol relies on is kept: a client opens a state that is at most five days old, its clock does not lose more than
 * half a day in thirty, an op is not on its way for longer than {@link Audit#MAX_FLIGHT_MS}, a summarizer that loses its connection
 * ends, and runs are no further behind the log than {@link Audit#MAX_LAG_MS}. A {@link Fault} takes one such thing away.
 */
final class Simulation {
    private static final String ROOT = "/root";
    private static final int STEPS = 110;
    private static final int QUIET_RUNS = 14;
    private static final int SEATS = 3;
    private static final long START = 1000 * DAY;

    private final SplittableRandom random;
    private final Timeline timeline = new Timeline(START);
    private final Seat[] seats = new Seat[SEATS];
    private final Audit audit;
    private final World world;
    private @Nullable Summarizer summarizer;
    private int sessions;

    /** A machine: its clock, who works at it, and what they put aside there. */
    private static final class Seat {
        private final LocalClock clock;
        private @Nullable Client client;
        private Client.@Nullable Saved saved;

        Seat(LocalClock clock) {
            this.clock = clock;
        }

        Optional<Client> open() {
            return Optional.ofNullable(client).filter(Client::isOpen);
        }
    }

    Simulation(long seed, Fault fault) {
        random = new SplittableRandom(seed);
        Replica content = new Replica();
        content.attach(ROOT, Set.of());
        content.alias(ROOT);
        Summary first = new Summary(0, START, content, Optional.empty(), null, 0);
        audit = new Audit(content, this::clients);
        world = new World(random, fault, new Service(timeline, random, audit, first));
        for (int i = 0; i < SEATS; i++) {
            Duration ahead = Duration.ofHours(random.nextInt(-200, 200));
            seats[i] = new Seat(new LocalClock(timeline, ahead, random.nextInt(-10, 16)));
        }
    }

    private Collection<Client> clients() {
        List<Client> open = new ArrayList<>();
        for (Seat seat : seats) {
            seat.open().ifPresent(open::add);
        }
        return open;
    }

    /** Plays it to the end. */
    Audit play() {
        for (int i = 0; i < STEPS; i++) {
            timeline.advance(pause());
            step();
        }
        quiet();
        return audit;
    }

    private long pause() {
        int kind = random.nextInt(20);
        return random.nextLong(kind < 10 ? 2 * HOUR : kind < 17 ? 2 * DAY : 7 * DAY);
    }

    private void step() {
        if (random.nextInt(4) == 0) {
            summarize();
        } else {
            Seat seat = seats[random.nextInt(SEATS)];
            seat.open().ifPresentOrElse(client -> use(seat, client), () -> open(seat));
        }
        for (Client client : clients()) {
            if (client.isOnline()) {
                client.follow(somewhere(client.document()));
                audit.followed(client.document());
            }
        }
    }

    /** Mostly all that there is, now and then only a part. */
    private long somewhere(OpenDocument document) {
        long head = world.service().head();
        return world.chance(4) ? document.sequenceNumber() + world.upTo(head - document.sequenceNumber()) : head;
    }

    // Clients.

    private void open(Seat seat) {
        Client.Saved from = Optional.ofNullable(seat.saved)
                .filter(saved -> !Client.isOver(saved, world.config(), seat.clock))
                .orElseGet(this::cached);
        seat.saved = null;
        Client client = new Client(++sessions, world, seat.clock, from);
        seat.client = client;
        audit.followed(client.document());
        if (world.fault() == Fault.HANDLES_OF_OLD_SUMMARIES) {
            client.hold();
        }
        if (!world.chance(3)) {
            connect(client);
        }
    }

    /** What a machine may have kept: the document as it was at some time in the last five days. */
    private Client.Saved cached() {
        Service service = world.service();
        long age = world.chance(2) ? 0 : random.nextLong(5 * DAY);
        long head = service.headAt(timeline.nowMs() - age);
        Summary base = service.latestAt(head);
        boolean isOld = world.fault() == Fault.HANDLES_OF_OLD_SUMMARIES;
        return new Client.Saved(base, isOld ? base.sequenceNumber() : head, List.of(), Optional.empty());
    }

    private void connect(Client client) {
        world.service().sequence(0, new Edit.Tick());
        client.connect();
        audit.followed(client.document());
    }

    private void use(Seat seat, Client client) {
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> client.hold();
            case 3, 4, 5 -> client.refer();
            case 6, 7, 8, 9, 10 -> client.unrefer();
            case 11, 12 -> client.attach();
            case 13 -> client.upload();
            case 14, 15 -> client.loadTombstone();
            case 16, 17, 18 -> toggle(client);
            default -> leave(seat, client);
        }
    }

    private void toggle(Client client) {
        if (client.isOnline()) {
            client.disconnect();
        } else {
            connect(client);
        }
    }

    private void leave(Seat seat, Client client) {
        switch (random.nextInt(6)) {
            case 0 -> client.close();
            case 1 -> client.alias();
            case 2, 3 -> seat.saved = client.save();
            default -> client.hold();
        }
    }

    // The summarizer.

    private void summarize() {
        Summarizer current = summarizer();
        if (world.chance(10)) {
            current.close();
            return;
        }
        long oldest = world.fault() == Fault.RUNS_BEHIND_THE_LOG ? Long.MIN_VALUE : timeline.nowMs() - Audit.MAX_LAG_MS;
        current.follow(Math.max(somewhere(current.document()), world.service().headAt(oldest)));
        audit.followed(current.document());
        Summary summary = current.run();
        if (!world.chance(5)) {
            current.propose(summary);
        }
        if (world.chance(12)) {
            current.close();
        }
    }

    private Summarizer summarizer() {
        Summarizer current = summarizer;
        if (current == null || !current.isOpen()) {
            current = new Summarizer(++sessions, world, seats[0].clock);
            summarizer = current;
        }
        return current;
    }

    /** Nobody is there any more, but runs go on: each piece of garbage has its time, and goes. */
    private void quiet() {
        clients().forEach(Client::close);
        world.service().calm();
        for (int i = 0; i < QUIET_RUNS; i++) {
            timeline.advance(4 * DAY);
            world.service().sequence(0, new Edit.Tick());
            Summarizer current = summarizer();
            current.follow(world.service().head());
            audit.followed(current.document());
            current.propose(current.run());
        }
        timeline.advance(DAY);
        Summarizer last = summarizer();
        last.follow(world.service().head());
        audit.agreesWith(last.document());
        audit.nothingIsLeft();
    }
}
