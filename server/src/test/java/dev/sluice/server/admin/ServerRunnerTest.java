package dev.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.config.ServerConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class ServerRunnerTest {
    private final List<String> calls = new ArrayList<>();

    @Test
    void stop_ofARunningServer_closesItOnceWithTheConfiguredTimes() {
        ServerConfig config = ServerConfig.of(Map.of("shutdown-notice-ms", "7", "shutdown-timeout-ms", "5s"));
        ServerRunner runner = ServerRunner.start(launcher(() -> {}), config);
        runner.stop();
        runner.stop();
        assertThat(calls).containsExactly("start", "close PT0.007S PT5S");
        assertThat(runner.server().url()).isEqualTo(URI.create("http://127.0.0.1:1"));
    }

    @Test
    void stop_ofAServerThatHangs_returnsAllTheSame() {
        CountDownLatch never = new CountDownLatch(1);
        ServerConfig config = ServerConfig.of(Map.of("shutdown-timeout-ms", "100"));
        ServerRunner runner = ServerRunner.start(
                launcher(() -> {
                    try {
                        never.await();
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                }),
                config);
        long begun = System.nanoTime();
        runner.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    private ServerLauncher launcher(Runnable onClose) {
        return config -> {
            calls.add("start");
            return new ServerLauncher.Server() {
                @Override
                public URI url() {
                    return URI.create("http://127.0.0.1:1");
                }

                @Override
                public void close(Duration notice, Duration timeout) {
                    calls.add("close " + notice + " " + timeout);
                    onClose.run();
                }
            };
        };
    }
}
