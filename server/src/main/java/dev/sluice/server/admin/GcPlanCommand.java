package dev.sluice.server.admin;

import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.NodePlan;
import dev.sluice.collector.plan.PlanInput.Detail;
import dev.sluice.inspect.DocumentGraph;
import dev.sluice.inspect.StateTotal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code sluice gc plan}: what a run would do, without doing it. */
@Command(
        description = {
            "Shows what a collection would do with a document, and changes nothing.",
            "A line for each node that is garbage: state, since when, what it comes to next and when, node, and why.",
            "Below, for each state: how many nodes, data stores and blobs, how large they are, and what the first comes to next.",
            "Attachment blobs that are garbage are read in order to know how large they are; with --all, all of them."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class)
final class GcPlanCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final PreviewOptions preview = new PreviewOptions();

    @Option(
            names = "--in",
            paramLabel = "TIME",
            defaultValue = "0s",
            converter = Time.class,
            description = "How long after the newest op, if nothing happens until then: 30s, 5m, 12h or 10d"
                    + " (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // Picocli sets it before the command runs.
    private Duration ahead;

    @Option(names = "--json", description = "One JSON object a line: one for each node, and one with the totals.")
    private boolean json;

    @Option(names = "--all", description = "Show nodes that are referenced, and those that were deleted, too.")
    private boolean all;

    GcPlanCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Detail detail = all ? Detail.EVERYTHING : Detail.GARBAGE;
        CollectionReport report = preview.ask(context, (stored, document) -> {
            CollectionPlan plan =
                    document.preview().orElseThrow(preview::notCollected).plan(ahead, detail);
            return new CollectionReport(plan, StateTotal.of(plan, DocumentGraph.of(document, stored)));
        });
        if (json) {
            report.writeLines(line -> context.out().println(new String(line, StandardCharsets.UTF_8)));
        } else {
            List<NodePlan> nodes = report.plan().nodes();
            nodes.forEach(node -> context.out().println(GcLines.of(node)));
            if (!nodes.isEmpty()) {
                context.out().println();
            }
            report.print(context.out());
        }
        context.out().flush();
        return ExitCode.OK;
    }

    /** A number and a unit. */
    static final class Time implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9})(s|m|h|d)");

        @Override
        public Duration convert(String text) {
            Matcher parts = FORM.matcher(text);
            if (!parts.matches()) {
                throw new TypeConversionException(
                        "found \"" + text + "\", expected a time such as 30s, 5m, 12h or 10d");
            }
            long number = Long.parseLong(parts.group(1));
            return switch (parts.group(2)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
    }
}
