package dev.sluice.dds.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dds.testing.Replica;
import dev.sluice.dds.testing.Session;
import dev.sluice.dds.testing.Step;
import dev.sluice.dds.testing.Step.Act;
import dev.sluice.protocol.json.JsonObject;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What {@link SharedStringProps} proves of short sessions, in sessions as long as a working day. Not part of the ordinary build:
 * {@code mvn -Psoak -pl runtime verify}, with {@code -Dsoak.seed}, {@code -Dsoak.runs} and {@code -Dsoak.edits}.
 */
class SharedStringSoak {
    private static final int CLIENTS = 4;
    private static final int CHECK_EVERY = 4_000;
    private static final int LONG_TEXT = 3_000;

    @Test
    void dds001_dds110_longSessions_converge() {
        long first = Long.getLong("soak.seed", 1);
        for (long seed = first; seed < first + Integer.getInteger("soak.runs", 1); seed++) {
            run(seed, Integer.getInteger("soak.edits", 100_000));
        }
    }

    private static void run(long seed, int edits) {
        Random random = new Random(seed);
        Session<SharedString> session = new Session<>(SharedString.FACTORY, CLIENTS, text -> {
            text.insert(0, "detached");
            text.intervals("a").add(1, 3, JsonObject.EMPTY);
        });
        for (int made = 1; made <= edits; made++) {
            Replica<SharedString> editor = session.replica(random.nextInt(CLIENTS));
            SharedStringProps.edit(
                    editor.channel(), step(random, editor.channel().length()));
            travel(session.replica(random.nextInt(CLIENTS)), random);
            if (made % CHECK_EVERY == 0 || made == edits) {
                check(session, "seed " + seed + ", edit " + made);
            }
        }
    }

    /** Long texts are cut down: what is slow with them is proved elsewhere. */
    private static Step step(Random random, int length) {
        int kind = length > LONG_TEXT ? 4 : random.nextInt(14);
        return new Step(Act.EDIT, 0, kind, random.nextInt(Math.max(1, length)), random.nextInt(30));
    }

    private static void travel(Replica<SharedString> replica, Random random) {
        switch (random.nextInt(24)) {
            case 0 -> replica.disconnect();
            case 1, 2, 3 -> replica.reconnect();
            case 4 -> replica.rollback();
            case 5, 6, 7, 8, 9, 10, 11, 12 -> replica.sequence(1 + random.nextInt(4));
            default -> {
                for (int i = random.nextInt(8); i >= 0; i--) {
                    replica.receive();
                }
            }
        }
    }

    private static void check(Session<SharedString> session, String when) {
        session.settle();
        Object expected = SharedStringProps.view(session.channel(0));
        for (Replica<SharedString> replica : session.replicas()) {
            assertThat(replica.pendingOps()).as(when).isZero();
            assertThat(SharedStringProps.view(replica.channel())).as(when).isEqualTo(expected);
            assertThat(SharedStringProps.view(session.load(replica).channel()))
                    .as(when)
                    .isEqualTo(expected);
            assertThat(replica.failures()).as(when).isEmpty();
        }
    }
}
