package dev.sluice.server.config;

import dev.sluice.server.config.Setting.Section;
import java.util.ArrayList;
import java.util.List;

/** The settings of one section, in the order in which they are defined. Confined to the initializer of the class that defines them. */
final class SettingGroup {
    private final Section section;
    private final List<Setting<?>> all = new ArrayList<>();

    SettingGroup(Section section) {
        this.section = section;
    }

    /** Returns a new setting of the section, and notes it. */
    <T> Setting<T> define(String key, Kind<T> kind, String defaultText, String doc) {
        Setting<T> setting = new Setting<>(key, section, kind, defaultText, doc);
        all.add(setting);
        return setting;
    }

    /** Returns all of them. */
    List<Setting<?>> all() {
        return List.copyOf(all);
    }
}
