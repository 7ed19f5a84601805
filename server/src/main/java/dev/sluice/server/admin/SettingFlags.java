package dev.sluice.server.admin;

import dev.sluice.server.config.Setting;
import dev.sluice.server.config.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** A flag for every setting, derived from the settings themselves. */
final class SettingFlags {
    private static final String CONFIG = "--config";
    private static final String SET = "--set";

    private SettingFlags() {}

    /** Adds the flags to a command. */
    static void addTo(CommandSpec command) {
        command.addOption(OptionSpec.builder(CONFIG)
                .paramLabel("FILE")
                .type(Path.class)
                .description("Configuration file with lines \"key = value\".")
                .build());
        command.addOption(OptionSpec.builder(SET)
                .paramLabel("KEY=VALUE")
                .type(Map.class)
                .auxiliaryTypes(String.class, String.class)
                .description("Sets anything by its key, tenants too: --set tenant.acme.key1-file=/run/secrets/acme.")
                .build());
        for (Setting.Section section : Setting.Section.values()) {
            ArgGroupSpec.Builder group = ArgGroupSpec.builder()
                    .heading("%n" + section.title() + ":%n")
                    .validate(false);
            Settings.all().stream()
                    .filter(setting -> setting.section() == section)
                    .forEach(setting -> group.addArg(flag(setting)));
            command.addArgGroup(group.build());
        }
    }

    private static OptionSpec flag(Setting<?> setting) {
        String initial = setting.defaultText().isEmpty() ? "" : " Default: " + setting.defaultText() + ".";
        return OptionSpec.builder("--" + setting.key())
                .paramLabel(setting.label())
                .type(String.class)
                .description((setting.doc() + initial).replace("%", "%%").replace("`", ""))
                .build();
    }

    /** Returns the configuration file the command line names. */
    static Optional<Path> file(ParseResult parsed) {
        return Optional.ofNullable(parsed.matchedOptionValue(CONFIG, (Path) null));
    }

    /** Returns the values the command line gives, by key. */
    static Map<String, String> values(ParseResult parsed) {
        Map<String, String> values = new LinkedHashMap<>(parsed.matchedOptionValue(SET, Map.<String, String>of()));
        for (Setting<?> setting : Settings.all()) {
            String value = parsed.matchedOptionValue("--" + setting.key(), (String) null);
            if (value != null) {
                values.put(setting.key(), value);
            }
        }
        return values;
    }
}
