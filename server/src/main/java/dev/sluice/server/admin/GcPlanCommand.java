package dev.sluice.server.admin;

import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.PlanInput.Detail;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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
            "Each line: state, since when, what it comes to next and when, node, and why."
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

    @Option(names = "--all", description = "Show nodes that are referenced, and those that were deleted, too.")
    private boolean all;

    GcPlanCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        CollectionPlan plan = preview.look(context, look -> look.plan(ahead, all ? Detail.EVERYTHING : Detail.GARBAGE));
        plan.nodes().forEach(node -> context.out().println(GcLines.of(node)));
        context.out()
                .printf(
                        "at %s: %d nodes, %d unreferenced, %d tombstoned, %d to be swept%s%n",
                        Instant.ofEpochMilli(plan.referenceMs()),
                        plan.statistics().nodes().nodes(),
                        plan.statistics().unreferenced().nodes(),
                        plan.tombstones().size(),
                        plan.swept().size(),
                        switch (plan.mode()) {
                            case ON -> "";
                            case OFF -> " (sweep is off for this document or these settings)";
                            case TEST -> " (test mode)";
                        });
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
