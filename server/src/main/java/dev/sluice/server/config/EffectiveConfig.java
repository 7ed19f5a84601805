package dev.sluice.server.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every setting's value after all places were read, each with where it came from.
 *
 * <p>Values are checked one by one, not yet against each other. Holds names of secrets, never secrets. Immutable.
 */
public final class EffectiveConfig {
    private final Map<Setting<?>, Value> settings;
    private final SortedMap<TenantKey, Value> tenants;

    EffectiveConfig(Map<Setting<?>, Value> settings, SortedMap<TenantKey, Value> tenants) {
        this.settings = Map.copyOf(settings);
        this.tenants = Collections.unmodifiableSortedMap(new TreeMap<>(tenants));
    }

    /**
     * A value and its origin. Immutable.
     *
     * @param text in the form in which values are shown
     * @param origin where it came from
     */
    public record Value(String text, Origin origin) {}

    /**
     * One line of {@code sluice config}. Immutable.
     *
     * @param key the setting's name
     * @param value its value and origin
     */
    public record Line(String key, Value value) {}

    /** Returns every setting in the order of the reference, tenants last. */
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (Setting<?> setting : Settings.all()) {
            lines.add(new Line(setting.key(), value(setting)));
        }
        tenants.forEach((key, value) -> lines.add(new Line(key.toString(), value)));
        return lines;
    }

    <T> T get(Setting<T> setting) {
        return setting.parse(value(setting).text());
    }

    SortedMap<TenantKey, Value> tenants() {
        return tenants;
    }

    private Value value(Setting<?> setting) {
        Value value = settings.get(setting);
        if (value == null) {
            throw new IllegalArgumentException("setting " + setting.key() + " is not one of Settings.all()");
        }
        return value;
    }
}
