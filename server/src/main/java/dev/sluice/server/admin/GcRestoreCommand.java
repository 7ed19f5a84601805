package dev.sluice.server.admin;

import dev.sluice.client.ServiceClient;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.Version;
import dev.sluice.loader.ContainerException;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.restore.Keep;
import dev.sluice.restore.NodeRestore;
import dev.sluice.restore.RestoreException;
import dev.sluice.restore.RestoreRequest;
import dev.sluice.restore.RestoreResult;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice gc restore}: brings back what collection took. */
@Command(
        description = {
            "Brings a data store or an attachment blob back, as an edit of the document.",
            "One that still exists is referred to again. A deleted one is copied from a version that is kept, under a new id,"
                    + " with all deleted nodes that it refers to; handles among them lead to the copies.",
            "It needs something that holds it: an alias, or a key of a map or directory."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class)
final class GcRestoreCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Parameters(index = "0", paramLabel = "TENANT/DOCUMENT")
    @SuppressWarnings("NullAway.Init") // Picocli sets it, or refuses the command line, before the command runs.
    private String document;

    @Parameters(
            index = "1",
            paramLabel = "NODE",
            description = "Path of a data store, of a channel, with which its data store comes back, or of a blob.")
    @SuppressWarnings("NullAway.Init") // Picocli sets it, or refuses the command line, before the command runs.
    private String node;

    @Option(
            names = "--version-id",
            paramLabel = "ID",
            description = "The version to copy from; by default the newest that has the node.")
    private @Nullable String version;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // Picocli sets it, or refuses the command line, before the command runs.
    private Holder holder;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    /** What is to hold it: one of both. */
    static final class Holder {
        @Option(names = "--alias", paramLabel = "NAME", required = true, description = "The alias it is to have.")
        private @Nullable String alias;

        @ArgGroup(exclusive = false)
        private @Nullable Place place;
    }

    /** A key. */
    static final class Place {
        @Option(
                names = "--into",
                paramLabel = "CHANNEL",
                required = true,
                description = "The map or directory to put it into: /store/channel, or /store/channel/sub/directory.")
        @SuppressWarnings("NullAway.Init") // Picocli sets both or neither.
        private String into;

        @Option(names = "--key", paramLabel = "KEY", required = true, description = "Under which key; a new one.")
        @SuppressWarnings("NullAway.Init") // Picocli sets both or neither.
        private String key;
    }

    GcRestoreCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        DocumentKey key = DocumentNames.parse(document);
        RestoreRequest request =
                new RestoreRequest(node, Optional.ofNullable(version).map(Version::ofId), keep());
        RestoreResult result;
        try (ServiceClient client = service.client(context, key.tenant())) {
            result = NodeRestore.restore(client.environment(), client.services(), key, service.options(), request);
        } catch (RestoreException refused) {
            throw refusal(refused);
        } catch (DriverException | ContainerException failed) {
            throw SummarizeCommand.failure(key, new CompletionException(failed));
        }
        if (json) {
            context.out().println(result.toJson().toJson());
        } else {
            result.lines().forEach(context.out()::println);
        }
        context.out().flush();
        return ExitCode.OK;
    }

    private Keep keep() {
        Place place = holder.place;
        return place == null
                ? new Keep.Alias(Objects.requireNonNull(holder.alias))
                : new Keep.Key(place.into, place.key);
    }

    static AdminException refusal(RestoreException refused) {
        String message = String.valueOf(refused.getMessage());
        return switch (refused.kind()) {
            case NOT_FOUND -> AdminException.notFound(message);
            case CONFLICT -> AdminException.conflict(message);
            case USAGE -> AdminException.badRequest(message);
        };
    }
}
