package dev.sluice.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * I1: Java and TypeScript clients that edit one document at random, offline at times, hold the same in the end.
 *
 * <p>Seeds count up from {@code -Dlive.seed}, 1 if it is not given; {@code -Dlive.sessions} of them for each kind of session. A
 * failure names its seed.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class MixedSessionIT {
    private static final int ROUNDS = 25;

    @TempDir
    private Path data = Path.of("target");

    static Stream<Arguments> sessions() {
        return Stream.of(
                Arguments.of(List.of("v2", "java", "java"), "2"),
                Arguments.of(List.of("java", "v2", "v2"), "2"),
                Arguments.of(List.of("v3", "java", "v2"), "2"),
                Arguments.of(List.of("java", "v3"), "2"),
                Arguments.of(List.of("internal3", "java", "java"), "1"),
                Arguments.of(List.of("v2", "java", "internal3"), "1"),
                Arguments.of(List.of("java", "internal3"), "1"));
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void dds001_rt068_clients_editingAtRandom_holdTheSame(List<String> names, String compatibility) throws IOException {
        try (Setting setting = new Setting(data, names, compatibility)) {
            long first = Long.getLong("live.seed", 1);
            for (long seed = first; seed < first + Integer.getInteger("live.sessions", 40); seed++) {
                session(seed, setting);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void rt032_rt038_rt042_rt044_rt061_largeOpsBlobsAndNewMaps_reachEverybody(
            List<String> names, String compatibility) {
        try (Setting setting = new Setting(data, names, compatibility)) {
            setting.open();
            Steps steps = new Steps(new Random(1), List.of("map"));
            for (Peer peer : setting.peers) {
                peer.awaitConnected();
                peer.edit(List.of(steps.large()));
                peer.nest("nested by " + peer.name(), JsonObject.of("maker", JsonValue.of(peer.name())));
                peer.uploadBlob("blob of " + peer.name(), peer.name().getBytes(StandardCharsets.UTF_8));
            }
            setting.settle();
            setting.compare();
            for (Peer peer : setting.peers) {
                for (Peer maker : setting.peers) {
                    assertThat(peer.nested("nested by " + maker.name()))
                            .isEqualTo(JsonObject.of("maker", JsonValue.of(maker.name())));
                    assertThat(peer.downloadBlob("blob of " + maker.name()))
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo(maker.name());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void rt064_rt065_edits_acrossTheServersRestart_arriveOnceEverywhere(List<String> names, String compatibility) {
        try (Setting setting = new Setting(data, names, compatibility)) {
            setting.open();
            Steps steps = new Steps(new Random(2), agreed(setting));
            setting.edit(steps);
            // A TypeScript client that loses its very first connection while it is being made closes for good.
            setting.settle();
            setting.edit(steps);
            setting.stopServer();
            setting.edit(steps);
            setting.startServer();
            setting.edit(steps);
            setting.settle();
            setting.compare();
        }
    }

    /**
     * What the clients can be relied upon to agree on. Seldom, the old generation places concurrent edits of a text elsewhere than
     * 2.111.0, this runtime, and a replay of the ops one by one.
     */
    private static List<String> agreed(Setting setting) {
        boolean hasOld = setting.peers.stream().anyMatch(peer -> peer.name().equals("internal3"));
        return setting.common().stream()
                .filter(structure -> !hasOld || !structure.equals("text"))
                .toList();
    }

    private static void session(long seed, Setting setting) throws IOException {
        setting.open();
        try {
            Random random = new Random(seed);
            Steps steps = new Steps(random, agreed(setting));
            Set<Peer> offline = new HashSet<>();
            for (int round = 0; round < ROUNDS; round++) {
                step(setting.peers.get(random.nextInt(setting.peers.size())), random, steps, offline);
            }
            offline.forEach(Peer::connect);
            setting.settle();
            setting.compare();
            setting.leave();
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(
                    "session of " + setting.peers.stream().map(Peer::name).toList() + " with -Dlive.seed=" + seed
                            + ", ops in " + setting.writeLog(seed),
                    failure);
        }
    }

    private static void step(Peer peer, Random random, Steps steps, Set<Peer> offline) {
        if (random.nextInt(8) > 0) {
            peer.edit(steps.batch());
        } else if (offline.remove(peer)) {
            peer.connect();
        } else {
            offline.add(peer);
            peer.disconnect();
        }
    }
}
