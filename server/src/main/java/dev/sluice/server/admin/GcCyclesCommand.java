package dev.sluice.server.admin;

import dev.sluice.inspect.DocumentGraph;
import dev.sluice.protocol.json.JsonValue;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice gc cycles}: which data stores refer to each other in circles. */
@Command(
        description = {
            "Shows the data stores that refer to each other in circles, one circle a line, the largest first.",
            "A circle that no root reaches is garbage as a whole."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class)
final class GcCyclesCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final PreviewOptions preview = new PreviewOptions();

    @Option(names = "--garbage-only", description = "Only circles that no root reaches.")
    private boolean garbageOnly;

    @Option(names = "--json", description = "One JSON array a line.")
    private boolean json;

    GcCyclesCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<List<String>> cycles = preview.ask(context, (stored, document) -> {
            DocumentGraph graph = DocumentGraph.of(document, stored);
            return graph.cycles(garbageOnly ? graph.garbage() : graph.nodes());
        });
        for (List<String> cycle : cycles) {
            context.out()
                    .println(
                            json
                                    ? JsonValue.of(cycle.stream()
                                                    .map(JsonValue::of)
                                                    .toList())
                                            .toJson()
                                    : String.join(" ", cycle));
        }
        context.out().flush();
        return ExitCode.OK;
    }
}
