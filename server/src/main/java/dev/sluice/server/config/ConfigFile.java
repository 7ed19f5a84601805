package dev.sluice.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code key = value} lines; {@code #} begins a comment at the start of a line or after white space.
 *
 * <p>Not {@link java.util.Properties}, which takes the last of two equal keys in silence, gives backslashes a meaning and
 * forgets line numbers.
 */
final class ConfigFile {
    private ConfigFile() {}

    /** A value and the line it stands on. */
    record Line(int number, String value) {}

    /** Returns what the file says, in its order, and adds what is wrong with it to {@code problems}. */
    static Map<String, Line> read(Path file, List<String> problems) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            problems.add("configuration file " + file + " cannot be read: " + unreadable.getMessage());
            return Map.of();
        }
        Map<String, Line> values = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            readLine(file, i + 1, withoutComment(lines.get(i)), values, problems);
        }
        return values;
    }

    private static void readLine(Path file, int number, String line, Map<String, Line> values, List<String> problems) {
        if (line.isEmpty()) {
            return;
        }
        int equals = line.indexOf('=');
        if (equals <= 0) {
            problems.add(file + ":" + number + ": expected \"key = value\"");
            return;
        }
        String key = line.substring(0, equals).strip();
        Line earlier =
                values.put(key, new Line(number, line.substring(equals + 1).strip()));
        if (earlier != null) {
            problems.add(file + ":" + number + ": " + key + " is set on line " + earlier.number() + " already");
        }
    }

    private static String withoutComment(String line) {
        for (int i = line.indexOf('#'); i >= 0; i = line.indexOf('#', i + 1)) {
            if (i == 0 || Character.isWhitespace(line.charAt(i - 1))) {
                return line.substring(0, i).strip();
            }
        }
        return line.strip();
    }
}
