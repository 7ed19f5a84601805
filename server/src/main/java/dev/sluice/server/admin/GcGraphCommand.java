package dev.sluice.server.admin;

import dev.sluice.inspect.DocumentGraph;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code sluice gc graph}: who refers to whom, for tools that draw graphs. */
@Command(
        description = {
            "Writes the reference graph of a document, for Graphviz or for tools that read GraphML.",
            "Nodes are named by path, with (garbage) behind those that no root reaches; edges say what holds."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class)
final class GcGraphCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final PreviewOptions preview = new PreviewOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "dot",
            converter = FormatName.class,
            description = "dot or graphml (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // Picocli sets it before the command runs.
    private DocumentGraph.Format format;

    @Option(names = "--garbage-only", description = "Only nodes that no root reaches.")
    private boolean garbageOnly;

    @Option(names = "--from", paramLabel = "NODE", description = "Only this node and what can be reached from it.")
    private @Nullable String from;

    GcGraphCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        preview.ask(context, (stored, document) -> {
            DocumentGraph graph = DocumentGraph.of(document, stored);
            new GraphPart(Optional.ofNullable(from), garbageOnly).write(graph, format, context.out());
            return graph;
        });
        context.out().flush();
        return ExitCode.OK;
    }

    /** The name of a format. */
    static final class FormatName implements ITypeConverter<DocumentGraph.Format> {
        @Override
        public DocumentGraph.Format convert(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "dot" -> DocumentGraph.Format.DOT;
                case "graphml" -> DocumentGraph.Format.GRAPHML;
                default -> throw new TypeConversionException("found \"" + text + "\", expected dot or graphml");
            };
        }
    }
}
