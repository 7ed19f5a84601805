package dev.sluice.server.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice doc}: looks at documents, and brings deleted ones back. */
@Command(
        name = "doc",
        description = "Looks at the documents of a store or of a running server.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND")
final class DocCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs anything.
    private CommandSpec spec;

    private DocCommand() {}

    static CommandLine create(CliContext context) {
        return new CommandLine(new DocCommand())
                .addSubcommand(new List(context))
                .addSubcommand(new Show(context))
                .addSubcommand(new Ops(context))
                .addSubcommand(new Tree(context))
                .addSubcommand(new Export(context))
                .addSubcommand(new Undelete(context))
                .addSubcommand(new Verify(context));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static void print(CliContext context, byte[] line) {
        context.out().println(new String(line, StandardCharsets.UTF_8));
    }

    /** {@code sluice doc list}. */
    @Command(
            name = "list",
            description = "Lists documents.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    static final class List extends SourceCommand {
        @Option(names = "--tenant", paramLabel = "NAME", description = "Only documents of this tenant.")
        private @Nullable String tenant;

        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        List(CliContext context) {
            super(context);
        }

        @Override
        int run(DocumentSource source) throws IOException {
            source.list(Optional.ofNullable(tenant).map(TenantId::new), this::print);
            return ExitCode.OK;
        }

        private void print(byte[] line) throws IOException {
            if (json) {
                DocCommand.print(context(), line);
                return;
            }
            JsonNode row = Json.parse(line);
            String state = row.has("eraseAfter")
                    ? "  deleted, erased after " + row.path("eraseAfter").asText()
                    : "";
            context()
                    .out()
                    .printf(
                            "%-56s %10d  %s%s%n",
                            row.path("tenant").asText() + "/"
                                    + row.path("document").asText(),
                            row.path("sequenceNumber").asLong(),
                            row.path("created").asText(),
                            state);
        }
    }

    /** {@code sluice doc show}. */
    @Command(
            name = "show",
            description = "Shows one document and its versions.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    static final class Show extends SourceCommand {
        @Parameters(paramLabel = "TENANT/DOCUMENT")
        @SuppressWarnings("NullAway.Init") // Picocli sets it, or refuses the command line, before the command runs.
        private String document;

        Show(CliContext context) {
            super(context);
        }

        @Override
        int run(DocumentSource source) throws IOException {
            source.show(
                    DocumentNames.parse(document),
                    line -> context().out().println(Json.parse(line).toPrettyString()));
            return ExitCode.OK;
        }
    }

    /** {@code sluice doc ops}. */
    @Command(
            name = "ops",
            description = "Prints ops, one JSON object a line.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    static final class Ops extends SourceCommand {
        @Parameters(paramLabel = "TENANT/DOCUMENT")
        @SuppressWarnings("NullAway.Init") // Picocli sets it, or refuses the command line, before the command runs.
        private String document;

        @Option(names = "--from", paramLabel = "N", description = "Only ops after this one.", defaultValue = "0")
        private long from;

        @Option(
                names = "--to",
                paramLabel = "N",
                description = "Only ops before this one.",
                defaultValue = "9223372036854775807",
                showDefaultValue = CommandLine.Help.Visibility.NEVER)
        private long to;

        Ops(CliContext context) {
            super(context);
        }

        @Override
        int run(DocumentSource source) throws IOException {
            source.ops(DocumentNames.parse(document), from, to, line -> print(context(), line));
            return ExitCode.OK;
        }
    }

    /** {@code sluice doc tree}. */
    @Command(
            name = "tree",
            description = "Lists the summary tree of a version.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    static final class Tree extends SourceCommand {
        @Parameters(paramLabel = "TENANT/DOCUMENT")
        @SuppressWarnings("NullAway.Init") // Picocli sets it, or refuses the command line, before the command runs.
        private String document;

        @Option(names = "--version-id", paramLabel = "ID", description = "A version's id; by default the newest.")
        private @Nullable String version;

        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        Tree(CliContext context) {
            super(context);
        }

        @Override
        int run(DocumentSource source) throws IOException {
            Optional<GitId> id = Optional.ofNullable(version).map(GitId::parse);
            source.tree(DocumentNames.parse(document), id, this::print);
            return ExitCode.OK;
        }

        private void print(byte[] line) throws IOException {
            if (json) {
                DocCommand.print(context(), line);
                return;
            }
            JsonNode entry = Json.parse(line);
            context()
                    .out()
                    .printf(
                            "%s %-4s %10s  %s%n",
                            entry.path("id").asText(),
                            entry.path("type").asText(),
                            entry.has("missing")
                                    ? "MISSING"
                                    : entry.path("size").asText(),
                            entry.path("path").asText());
        }
    }

    /** {@code sluice doc export}. */
    @Command(
            name = "export",
            description = "Writes ops, summaries and blobs of a document into a folder, from which it can be replayed.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    static final class Export extends SourceCommand {
        @Parameters(index = "0", paramLabel = "TENANT/DOCUMENT")
        @SuppressWarnings("NullAway.Init") // Picocli sets it, or refuses the command line, before the command runs.
        private String document;

        @Parameters(index = "1", paramLabel = "FOLDER", description = "An empty or missing folder.")
        @SuppressWarnings("NullAway.Init") // Picocli sets it, or refuses the command line, before the command runs.
        private Path folder;

        Export(CliContext context) {
            super(context);
        }

        @Override
        int run(DocumentSource source) throws IOException {
            source.export(DocumentNames.parse(document), folder);
            context().err().println("exported to " + folder);
            return ExitCode.OK;
        }
    }

    /** {@code sluice doc undelete}. */
    @Command(
            name = "undelete",
            description = "Brings back a document that was deleted and not yet erased.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    static final class Undelete extends SourceCommand {
        @Parameters(paramLabel = "TENANT/DOCUMENT")
        @SuppressWarnings("NullAway.Init") // Picocli sets it, or refuses the command line, before the command runs.
        private String document;

        Undelete(CliContext context) {
            super(context);
        }

        @Override
        DocumentSource open() throws IOException {
            return options().openForWriting(context());
        }

        @Override
        int run(DocumentSource source) throws IOException {
            source.undelete(
                    DocumentNames.parse(document),
                    line -> context()
                            .out()
                            .println("brought back "
                                    + Json.parse(line).path("undeleted").asText()));
            return ExitCode.OK;
        }
    }

    /** {@code sluice doc verify}. */
    @Command(
            name = "verify",
            description =
                    "Checks every op log and every object of the whole store; exits with 1 if anything is damaged.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    static final class Verify extends SourceCommand {
        private boolean sound;

        Verify(CliContext context) {
            super(context);
        }

        @Override
        int run(DocumentSource source) throws IOException {
            try (ProgressBars progress = new ProgressBars("verify", Terminal.isStandardErrorWatched(), this::print)) {
                source.verify(progress);
            }
            return sound ? ExitCode.OK : ExitCode.FAILED;
        }

        private void print(byte[] line) throws IOException {
            JsonNode told = Json.parse(line);
            JsonNode damage = told.path("damage");
            if (!damage.isMissingNode()) {
                context().out().println(damage.asText());
                return;
            }
            JsonNode verdict = told.path("verdict");
            sound = verdict.path("sound").asBoolean();
            context()
                    .out()
                    .printf(
                            "%s: %d documents, %d ops, %d objects, %d damages%n",
                            sound ? "sound" : "DAMAGED",
                            verdict.path("documents").asLong(),
                            verdict.path("ops").asLong(),
                            verdict.path("objects").asLong(),
                            verdict.path("damages").asLong());
        }
    }
}
