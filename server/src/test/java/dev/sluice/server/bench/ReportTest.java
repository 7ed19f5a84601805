package dev.sluice.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.bench.Metric.Unit;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final PrintStream SILENT = new PrintStream(OutputStream.nullOutputStream());

    @Test
    void medians_standBesideTheAdvantageOfTheFirst() {
        Metric ops = new Metric("1 document", "sequenced ops", Unit.PER_SECOND);
        Metric cpu = new Metric("1 document", "server CPU per op", Unit.MICROSECONDS);
        Results ours = new Results("Sluice", SILENT);
        List.of(30_000.0, 10_000.0, 20_000.0).forEach(value -> ours.add(ops, value));
        ours.add(cpu, 20);
        Results theirs = new Results("Peer", SILENT);
        theirs.add(ops, 2_000);
        theirs.add(cpu, 500);
        theirs.fail("Memory", "it ended");

        assertThat(new Report(List.of(ours, theirs)).toMarkdown()).isEqualTo("""
                | 1 document | Sluice | Peer | against Peer |
                |---|--:|--:|--:|
                | sequenced ops, /s | 20,000 | 2,000 | 10.0× |
                | server CPU per op, µs | 20.0 | 500.0 | 25.0× |

                - Peer failed at Memory: it ended
                """);
    }

    @Test
    void serverCommand_keepsQuotedWordsTogether() {
        ServerCommand command = ServerCommand.parse("peer=env A='x y' node {port}");

        assertThat(command.name()).isEqualTo("peer");
        assertThat(command.words()).containsExactly("env", "A=x y", "node", "{port}");
        assertThatThrownBy(() -> ServerCommand.parse("node")).hasMessageContaining("name=command");
    }
}
