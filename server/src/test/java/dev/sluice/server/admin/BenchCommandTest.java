package dev.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.collector.bench.GraphHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice bench mark} over a graph of three nodes: 0 leads to 1, and 2 to 0. */
@Timeout(120)
final class BenchCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    private void write(long reachable, long sum) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(GraphHeader.LENGTH + 28)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new GraphHeader(3, 2, 1, 1, 7, reachable, sum).toBytes());
        for (int number : new int[] {0, 0, 1, 1, 2, 1, 0}) {
            file.putInt(number);
        }
        Files.write(folder.resolve("graph.slg"), file.array());
    }

    private CliRun mark(String runs) {
        return CliRun.of("bench", "mark", folder.resolve("graph").toString(), runs);
    }

    @Test
    void mark_withoutNames_printsALineForEachFigure() throws IOException {
        write(2, 1);
        CliRun run = mark("3");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out().lines())
                .hasSize(3)
                .allMatch(line -> line.matches(
                        "RESULT sluice-[a-z0-9-]+ n=3 edges=\\d+ ms=\\S+ Medges/s=\\S+ ns/node=\\S+ bytes/node=\\S+"));
    }

    @Test
    void mark_withNames_alsoMakesTheGraphOfThem() throws IOException {
        write(2, 1);
        Files.write(folder.resolve("graph.names"), List.of("/", "/a", "/b"));
        assertThat(mark("1").out()).contains("RESULT sluice-build-from-strings n=3", "RESULT sluice-full-run n=3");
    }

    @Test
    void mark_otherThanTheHeaderSays_fails() throws IOException {
        write(3, 3);
        CliRun run = mark("1");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("marked 2 nodes").contains("the file expects 3 and 3");
    }

    @Test
    void mark_ofNoGraph_failsWithTheReason() throws IOException {
        assertThat(mark("1").code()).isEqualTo(ExitCode.FAILED);
        assertThat(mark("1").err()).contains("there is no file").contains("graph.slg");
        Files.write(folder.resolve("graph.slg"), new byte[10]);
        assertThat(mark("1").code()).isEqualTo(ExitCode.FAILED);
        assertThat(mark("1").err()).contains("has 10 bytes, expected a header of 64");
    }

    @Test
    void wrongCommandLine_isRefused() throws IOException {
        write(2, 1);
        assertThat(mark("0").code()).isEqualTo(ExitCode.USAGE);
        assertThat(mark("many").code()).isEqualTo(ExitCode.USAGE);
        assertThat(CliRun.of("bench").err()).contains("a command is missing");
    }
}
