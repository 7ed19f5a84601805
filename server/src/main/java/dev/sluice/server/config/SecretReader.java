package dev.sluice.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fetches secrets from files and variables; whatever is wrong is said without showing them. */
final class SecretReader {
    private final Map<String, String> environment;
    private final List<String> problems;

    SecretReader(Map<String, String> environment, List<String> problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /**
     * Returns the secret from whichever of the two places is given.
     *
     * @param key what the settings are called without {@code -file} and {@code -env}
     */
    Optional<Secret> read(String key, Optional<Path> file, Optional<String> variable) {
        if (file.isPresent() && variable.isPresent()) {
            problems.add(key + "-file and " + key + "-env are both set; expected one of them");
            return Optional.empty();
        }
        return file.flatMap(path -> fromFile(key, path)).or(() -> variable.flatMap(name -> fromVariable(key, name)));
    }

    private Optional<Secret> fromFile(String key, Path file) {
        try {
            return secret(
                    key + "-file",
                    Files.readString(file, StandardCharsets.UTF_8).stripTrailing());
        } catch (IOException unreadable) {
            // Not which file: the text may be the secret itself, put where its name belongs.
            problems.add(key + "-file: the file it names cannot be read ("
                    + unreadable.getClass().getSimpleName() + ")");
            return Optional.empty();
        }
    }

    private Optional<Secret> fromVariable(String key, String name) {
        String value = environment.get(name);
        if (value == null) {
            problems.add(key + "-env: the environment variable it names is not set");
            return Optional.empty();
        }
        return secret(key + "-env", value);
    }

    private Optional<Secret> secret(String key, String value) {
        if (value.isEmpty()) {
            problems.add(key + ": the secret is empty");
            return Optional.empty();
        }
        return Optional.of(new Secret(value));
    }
}
