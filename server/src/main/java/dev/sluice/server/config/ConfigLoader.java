package dev.sluice.server.config;

import dev.sluice.server.config.EffectiveConfig.Value;
import dev.sluice.server.config.Origin.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads defaults, then the file, then the environment, then flags; each place wins over those before it.
 *
 * <p>Whatever is not a setting is refused, and all problems are reported together. Confined to one thread; use once.
 */
public final class ConfigLoader {
    /** The variable that names the configuration file where no flag does. */
    public static final String FILE_VARIABLE = Setting.ENVIRONMENT_PREFIX + "CONFIG";

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private final Map<Setting<?>, Value> settings = new HashMap<>();
    private final TreeMap<TenantKey, Value> tenants = new TreeMap<>();

    private ConfigLoader(Map<String, String> environment) {
        this.environment = environment;
        Settings.all()
                .forEach(setting ->
                        settings.put(setting, new Value(setting.normalize(setting.defaultText()), Origin.DEFAULT)));
    }

    /**
     * Reads the configuration.
     *
     * @param file the configuration file; if empty, {@value #FILE_VARIABLE} may name one
     * @param environment the process's variables; those without our prefix are left alone
     * @param flags values by key, as the command line gave them
     * @throws ConfigException if anything is unknown or malformed
     */
    public static EffectiveConfig load(
            Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        ConfigLoader loader = new ConfigLoader(environment);
        file.or(() -> Optional.ofNullable(environment.get(FILE_VARIABLE)).map(Path::of))
                .ifPresent(loader::readFile);
        loader.readEnvironment();
        flags.forEach((key, value) -> loader.put(key, value, new Origin(Source.FLAG, flagOf(key))));
        loader.refuseUnknownVariables();
        if (!loader.problems.isEmpty()) {
            throw new ConfigException(loader.problems);
        }
        return new EffectiveConfig(loader.settings, loader.tenants);
    }

    private static String flagOf(String key) {
        return Settings.find(key).isPresent() ? "--" + key : "--set " + key;
    }

    private void readFile(Path file) {
        ConfigFile.read(file, problems)
                .forEach((key, line) -> put(key, line.value(), new Origin(Source.FILE, file + ":" + line.number())));
    }

    private void readEnvironment() {
        for (Setting<?> setting : Settings.all()) {
            String value = environment.get(setting.environmentName());
            if (value != null) {
                put(setting.key(), value, new Origin(Source.ENVIRONMENT, setting.environmentName()));
            }
        }
        environment.forEach((name, value) -> TenantKey.parseEnvironment(name)
                .ifPresent(key -> putTenant(key, value, new Origin(Source.ENVIRONMENT, name))));
    }

    private void put(String key, String text, Origin origin) {
        Optional<Setting<?>> setting = Settings.find(key);
        Optional<TenantKey> tenant = TenantKey.parse(key);
        if (setting.isPresent()) {
            putSetting(setting.get(), text, origin);
        } else if (tenant.isPresent()) {
            putTenant(tenant.get(), text, origin);
        } else {
            problems.add(origin + ": unknown setting \"" + key + "\"" + hint(key));
        }
    }

    private void putSetting(Setting<?> setting, String text, Origin origin) {
        try {
            settings.put(setting, new Value(setting.normalize(text), origin));
        } catch (IllegalArgumentException malformed) {
            String shown = setting.namesAPlace() ? "" : " = " + text;
            problems.add(origin + ": " + setting.key() + shown + ": " + malformed.getMessage());
        }
    }

    private void putTenant(TenantKey key, String text, Origin origin) {
        try {
            tenants.put(key, new Value(normalize(key.property().kind(), text), origin));
        } catch (IllegalArgumentException malformed) {
            // The text may be a secret that was put where its name belongs, so it is not shown.
            problems.add(origin + ": " + key + ": " + malformed.getMessage());
        }
    }

    private static <T> String normalize(Kind<T> kind, String text) {
        return kind.format(kind.parse(text));
    }

    /** Runs last, since any place may name a variable that holds a secret. */
    private void refuseUnknownVariables() {
        Set<String> known = new HashSet<>(Set.of(FILE_VARIABLE));
        Settings.all().forEach(setting -> known.add(setting.environmentName()));
        known.add(settingText(SecuritySettings.ADMIN_TOKEN_ENV));
        tenants.forEach((key, value) -> {
            if (key.property() == TenantKey.Property.KEY1_ENV || key.property() == TenantKey.Property.KEY2_ENV) {
                known.add(value.text());
            }
        });
        environment.keySet().stream()
                .filter(name -> name.startsWith(Setting.ENVIRONMENT_PREFIX))
                .filter(name -> !known.contains(name)
                        && TenantKey.parseEnvironment(name).isEmpty())
                .sorted()
                .forEach(name -> problems.add("unknown environment variable " + name + "; variables that begin with "
                        + Setting.ENVIRONMENT_PREFIX + " must name a setting"));
    }

    private String settingText(Setting<?> setting) {
        Value value = settings.get(setting);
        return value == null ? "" : value.text();
    }

    private static String hint(String key) {
        if (key.startsWith(TenantKey.PREFIX) && (key.endsWith(".key1") || key.endsWith(".key2"))) {
            return "; keys are never written down here: use " + key + "-file or " + key + "-env";
        }
        return Settings.all().stream()
                .map(Setting::key)
                .min(Comparator.comparingInt(candidate -> distance(candidate, key)))
                .filter(nearest -> distance(nearest, key) <= 1 + nearest.length() / 4)
                .map(nearest -> "; did you mean \"" + nearest + "\"?")
                .orElse("; \"sluice config\" lists all settings");
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
