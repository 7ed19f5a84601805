package dev.sluice.server.admin;

import dev.sluice.server.config.ConfigLoader;
import dev.sluice.server.config.Secret;
import dev.sluice.server.config.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which store a command is about. */
final class SourceOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Ask the running server at this address. Without it the store in --data is opened, which no"
                    + " server may have open.")
    private @Nullable URI url;

    @Option(names = "--data", paramLabel = "PATH", description = "Folder of the store; by default the configured one.")
    private @Nullable String data;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration file that names the folder.")
    private @Nullable Path config;

    @Option(
            names = "--admin-token-file",
            paramLabel = "PATH",
            description = "File with the running server's admin token.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--admin-token-env",
            paramLabel = "NAME",
            description = "Environment variable with the running server's admin token.")
    private @Nullable String tokenVariable;

    /** Tells whether a running server is asked. */
    boolean isRemote() {
        return url != null;
    }

    /** Opens what the options name, to look at it. */
    DocumentSource openForReading(CliContext context) throws IOException {
        return url == null
                ? new StoreSource(Stores.openForReading(storage(context)))
                : new ServerSource(url, token(context));
    }

    /** Opens what the options name, to change something in it. */
    DocumentSource openForWriting(CliContext context) throws IOException {
        return url == null
                ? new StoreSource(Stores.openExisting(storage(context)))
                : new ServerSource(url, token(context));
    }

    /** Returns where the configuration, the environment and the options say the store is. */
    ServerConfig.Storage storage(CliContext context) {
        Map<String, String> flags = new LinkedHashMap<>();
        if (data != null) {
            flags.put("data", data);
        }
        return ServerConfig.from(
                        ConfigLoader.load(Optional.ofNullable(config), context.environment(), flags),
                        context.environment())
                .storage();
    }

    private Optional<Secret> token(CliContext context) throws IOException {
        if (tokenFile != null) {
            return Optional.of(new Secret(
                    Files.readString(tokenFile, StandardCharsets.UTF_8).stripTrailing()));
        }
        if (tokenVariable != null) {
            String value = context.environment().get(tokenVariable);
            if (value == null) {
                throw AdminException.badRequest("the environment variable named by --admin-token-env is not set");
            }
            return Optional.of(new Secret(value));
        }
        return Optional.empty();
    }
}
