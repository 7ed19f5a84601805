package dev.sluice.server.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every setting there is, but for the keys of tenants (see {@link TenantKey}).
 *
 * <p>A new setting is a new constant in the class of its section and a use of it in {@link ServerConfig}; everything else
 * follows.
 */
public final class Settings {
    private static final List<Setting<?>> ALL = Stream.of(
                    ListeningSettings.all(),
                    StorageSettings.all(),
                    SecuritySettings.all(),
                    SocketSettings.all(),
                    RateSettings.all(),
                    RequestSettings.all(),
                    DocumentSettings.all(),
                    SummarizerSettings.all(),
                    ProcessSettings.all())
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private static final Map<String, Setting<?>> BY_KEY =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Setting::key, Function.identity()));

    private Settings() {}

    /** Returns every setting in the order of the reference. */
    public static List<Setting<?>> all() {
        return ALL;
    }

    /** Returns the setting with the given key. */
    public static Optional<Setting<?>> find(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }
}
