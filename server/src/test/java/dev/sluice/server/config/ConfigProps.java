package dev.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class ConfigProps {
    @Property(tries = 200)
    void precedence_anyPlaces_isTheLastPlaceThatSpeaks(
            @ForAll @IntRange(min = 0, max = 65_535) int value,
            @ForAll boolean inFile,
            @ForAll boolean inEnvironment,
            @ForAll boolean inFlags)
            throws IOException {
        List<String> places = new ArrayList<>(List.of("7070"));
        Path file = Files.createTempFile("sluice", ".properties");
        try {
            if (inFile) {
                Files.writeString(file, "port = " + (value ^ 1));
                places.add(Integer.toString(value ^ 1));
            }
            Map<String, String> environment = inEnvironment ? Map.of("SLUICE_PORT", "" + (value ^ 2)) : Map.of();
            environment.values().forEach(places::add);
            Map<String, String> flags = inFlags ? Map.of("port", "" + value) : Map.of();
            flags.values().forEach(places::add);
            EffectiveConfig effective = ConfigLoader.load(Optional.of(file), environment, flags);
            assertThat(effective.get(ListeningSettings.PORT)).hasToString(places.get(places.size() - 1));
        } finally {
            Files.delete(file);
        }
    }

    @Property
    void shownValue_ofAnySetting_isAcceptedAndShownAgain(@ForAll("settings") Setting<?> setting) {
        String shown = setting.normalize(setting.defaultText());
        assertThat(setting.normalize(shown)).isEqualTo(shown);
        assertThat(setting.key()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(setting.environmentName()).matches("SLUICE_[A-Z0-9_]+");
    }

    @Property
    void malformedValue_ofAnySetting_isRefusedWithAConfigException(
            @ForAll("settings") Setting<?> setting, @ForAll String text) {
        try {
            setting.parse(text);
        } catch (IllegalArgumentException expected) {
            assertThat(expected).hasMessageMatching("(?s).+");
        }
    }

    @Provide
    Arbitrary<Setting<?>> settings() {
        return Arbitraries.of(Settings.all());
    }
}
