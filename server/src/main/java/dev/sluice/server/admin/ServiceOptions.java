package dev.sluice.server.admin;

import dev.sluice.agent.SummarizerOptions;
import dev.sluice.client.InsecureTokens;
import dev.sluice.client.ServiceClient;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.http.HttpDriver;
import dev.sluice.driver.http.HttpOptions;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.gc.telemetry.GcEventLog;
import dev.sluice.inspect.StoredDocument;
import dev.sluice.loader.ContainerException;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that open documents as clients do: which service, with which key, collecting what. */
final class ServiceOptions {
    /** The key of the developer tenants, which everybody knows. */
    private static final String DEVELOPER_KEY = "12345";

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://localhost:7070",
            description = "Address of the running service (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // Picocli sets it before the command runs.
    private URI url;

    @Option(
            names = "--tenant-key-file",
            paramLabel = "PATH",
            description =
                    "File with a key of the tenant, to sign tokens with; by default that of the developer tenants.")
    private @Nullable Path keyFile;

    @Option(
            names = "--tenant-key-env",
            paramLabel = "NAME",
            description = "Environment variable with a key of the tenant.")
    private @Nullable String keyVariable;

    @Option(
            names = "--gc",
            paramLabel = "KEY=VALUE",
            description = "A setting of garbage collection, such as enableGCSweep=true or gcSweepGeneration=2;"
                    + " may be given several times.")
    private final Map<String, String> settings = new LinkedHashMap<>();

    /** Returns a client of a tenant's documents. */
    ServiceClient client(CliContext context, TenantId tenant) throws IOException {
        InsecureTokens tokens = new InsecureTokens(key(context), "sluice");
        return ServiceClient.of(new HttpDriver(HttpOptions.of(url, tokens).build()), tenant)
                .build();
    }

    /** Returns how documents are opened that are looked at or collected. */
    SummarizerOptions options() {
        return SummarizerOptions.DEFAULT.withRuntime(RuntimeOptions.DEFAULT.withCollection(collection()));
    }

    /** Opens the way to what is stored of a document. */
    <T> T stored(CliContext context, DocumentKey document, Function<StoredDocument, T> question) throws IOException {
        try (ServiceClient client = client(context, document.tenant());
                StoredDocument stored = StoredDocument.of(client.services(), document, options())) {
            return question.apply(stored);
        } catch (DriverException | ContainerException failed) {
            throw SummarizeCommand.failure(document, new CompletionException(failed));
        }
    }

    private String key(CliContext context) throws IOException {
        if (keyFile != null) {
            return Files.readString(keyFile, StandardCharsets.UTF_8).stripTrailing();
        }
        if (keyVariable != null) {
            String value = context.environment().get(keyVariable);
            if (value == null) {
                throw AdminException.badRequest("the environment variable named by --tenant-key-env is not set");
            }
            return value;
        }
        return DEVELOPER_KEY;
    }

    /**
     * Returns what is collected. Times that a document does not keep are the shortest unless they are given, so that documents whose
     * own times are short can be opened, too.
     */
    GcSetup collection() {
        return new GcSetup(
                settings.containsKey("inactiveTimeoutMs")
                        ? GcOptions.DEFAULT
                        : GcOptions.DEFAULT.withInactiveTimeout(Duration.ZERO),
                GcSettings.of(settings),
                new GcEventLog());
    }
}
