package dev.sluice.server.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the value of a setting is written: what is accepted, and the one form in which it is shown.
 *
 * <p>Immutable.
 *
 * @param label what stands for the value in help texts, such as {@code BYTES}
 * @param accepts what is accepted, as the reference says it
 * @param parser yields the value or throws {@link IllegalArgumentException} with what was expected
 * @param formatter yields a text that {@code parser} accepts
 */
record Kind<T>(String label, String accepts, Function<String, T> parser, Function<T, String> formatter) {
    private static final Pattern QUANTITY = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([A-Za-z]*)");
    private static final Pattern ENVIRONMENT_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Map<String, Long> BYTE_UNITS = Map.of(
            "",
            1L,
            "B",
            1L,
            "KB",
            1_000L,
            "MB",
            1_000_000L,
            "GB",
            1_000_000_000L,
            "TB",
            1_000_000_000_000L,
            "KiB",
            1L << 10,
            "MiB",
            1L << 20,
            "GiB",
            1L << 30,
            "TiB",
            1L << 40);
    private static final Map<String, Long> TIME_UNITS =
            Map.of("", 1L, "ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    T parse(String text) {
        return parser.apply(text);
    }

    String format(T value) {
        return formatter.apply(value);
    }

    /** Returns the kind whose values are also missing, written as the empty text. */
    Kind<Optional<T>> optional() {
        return new Kind<>(
                label,
                accepts + "; empty for none",
                text -> text.isEmpty() ? Optional.empty() : Optional.of(parser.apply(text)),
                value -> value.map(formatter).orElse(""));
    }

    static Kind<String> text(String label) {
        return new Kind<>(label, "text", Kind::requireText, Function.identity());
    }

    static Kind<String> environmentName() {
        return new Kind<>(
                "NAME", "the name of an environment variable", Kind::requireEnvironmentName, Function.identity());
    }

    static Kind<List<String>> names() {
        return new Kind<>("NAME,…", "names separated by commas", Kind::parseNames, names -> String.join(",", names));
    }

    static Kind<Map<String, String>> assignments() {
        return new Kind<>(
                "KEY=VALUE,…",
                "assignments `KEY=VALUE` separated by commas",
                Kind::parseAssignments,
                values -> values.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(",")));
    }

    static Kind<Path> path() {
        return new Kind<>("PATH", "a path", Kind::parsePath, Path::toString);
    }

    static Kind<URI> url() {
        return new Kind<>("URL", "an absolute http or https URL", Kind::parseUrl, URI::toString);
    }

    static Kind<Boolean> onOff() {
        return new Kind<>("on|off", "`on` or `off`", Kind::parseOnOff, value -> value ? "on" : "off");
    }

    static Kind<Integer> count(int min, int max) {
        return new Kind<>(
                "N",
                "a whole number, " + min + " to " + max,
                text -> Math.toIntExact(bounded(text, Map.of("", 1L), "a whole number", min, max)),
                value -> Integer.toString(value));
    }

    static Kind<Long> bytes(long min, long max) {
        return new Kind<>(
                "BYTES",
                "bytes, " + min + " to " + max + "; units `KiB MiB GiB TiB`, `KB MB GB TB`",
                text -> bounded(text, BYTE_UNITS, "a size such as 1000000 or 16MiB", min, max),
                value -> Long.toString(value));
    }

    static Kind<Duration> millis(long min, long max) {
        return new Kind<>(
                "MS",
                "milliseconds, " + min + " to " + max + "; units `ms s m h d`",
                text -> Duration.ofMillis(bounded(text, TIME_UNITS, "a time such as 250, 30s or 5m", min, max)),
                value -> Long.toString(value.toMillis()));
    }

    static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
        Map<String, E> byName = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(Kind::choiceName, Function.identity(), (a, b) -> a, LinkedHashMap::new));
        String names = String.join("|", byName.keySet());
        return new Kind<>(
                names,
                "one of `" + String.join("`, `", byName.keySet()) + "`",
                text -> {
                    E found = byName.get(text);
                    if (found == null) {
                        throw new IllegalArgumentException("expected one of " + names);
                    }
                    return found;
                },
                Kind::choiceName);
    }

    private static String choiceName(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<String> parseNames(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static Map<String, String> parseAssignments(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : parseNames(text)) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("expected KEY=VALUE, separated by commas");
            }
            values.put(
                    part.substring(0, equals).strip(),
                    part.substring(equals + 1).strip());
        }
        return Collections.unmodifiableMap(values);
    }

    private static String requireText(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("expected a text");
        }
        return text;
    }

    private static String requireEnvironmentName(String text) {
        if (!ENVIRONMENT_NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("expected the name of an environment variable");
        }
        return text;
    }

    private static Path parsePath(String text) {
        try {
            return Path.of(requireText(text));
        } catch (InvalidPathException invalid) {
            throw new IllegalArgumentException("expected a path", invalid);
        }
    }

    private static URI parseUrl(String text) {
        URI url = URI.create(text);
        boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!web || url.getHost() == null) {
            throw new IllegalArgumentException("expected an absolute http or https URL");
        }
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }

    private static Boolean parseOnOff(String text) {
        return switch (text) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw new IllegalArgumentException("expected on or off");
        };
    }

    private static long bounded(String text, Map<String, Long> units, String expected, long min, long max) {
        Matcher quantity = QUANTITY.matcher(text.strip());
        Long unit = quantity.matches() ? units.get(quantity.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("expected " + expected);
        }
        BigDecimal exact = new BigDecimal(quantity.group(1)).multiply(BigDecimal.valueOf(unit));
        BigDecimal whole = exact.setScale(0, RoundingMode.DOWN);
        if (exact.compareTo(whole) != 0
                || whole.compareTo(BigDecimal.valueOf(min)) < 0
                || whole.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw new IllegalArgumentException("expected a whole number from " + min + " to " + max);
        }
        return whole.longValueExact();
    }
}
