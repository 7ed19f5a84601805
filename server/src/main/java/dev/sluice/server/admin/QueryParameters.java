package dev.sluice.server.admin;

import dev.sluice.gc.GcException;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.server.pool.CollectionSetup;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/**
 * What a request asks for in its query. Each question fails with 400 if the parameter is malformed.
 *
 * @param context of the request
 */
record QueryParameters(RoutingContext context) {
    Optional<String> text(String name) {
        return context.queryParam(name).stream().findFirst();
    }

    /** Returns the path of a node. */
    String node() {
        return text("node")
                .orElseThrow(() -> AdminException.badRequest(
                        "node is missing: the path of a data store, channel or blob, /id, /id/channel or /_blobs/id"));
    }

    /** Returns how many are wanted at most, from 1. */
    int limit(int otherwise) {
        return text("limit").map(QueryParameters::limit).orElse(otherwise);
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit > 0) {
                return limit;
            }
        } catch (NumberFormatException malformed) {
            throw AdminException.badRequest("limit is \"" + text + "\"; expected a number from 1");
        }
        throw AdminException.badRequest("limit is " + text + "; expected a number from 1");
    }

    /** Returns a time such as {@code 10d}; none if it is not given. */
    Duration time(String name) {
        return converted(name, text -> new GcPlanCommand.Time().convert(text)).orElse(Duration.ZERO);
    }

    /** What reads the same value on a command line. */
    @FunctionalInterface
    interface Conversion<T> {
        /**
         * Reads a value.
         *
         * @throws TypeConversionException with what is wrong
         */
        T of(String text);
    }

    <T> Optional<T> converted(String name, Conversion<T> conversion) {
        try {
            return text(name).map(conversion::of);
        } catch (TypeConversionException malformed) {
            throw AdminException.badRequest(name + ": " + malformed.getMessage());
        }
    }

    boolean isSet(String name) {
        return text(name)
                .map(value -> switch (value) {
                    case "", "true" -> true;
                    case "false" -> false;
                    default -> throw AdminException.badRequest(name + " is \"" + value + "\"; expected true or false");
                })
                .orElse(false);
    }

    /** Returns what is collected, with what is given as {@code gc=KEY=VALUE}. */
    GcSetup collection() {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : context.queryParam("gc")) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw AdminException.badRequest("gc is \"" + setting + "\"; expected KEY=VALUE");
            }
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        try {
            GcSettings.of(settings).over(GcOptions.DEFAULT);
        } catch (GcException malformed) {
            throw AdminException.badRequest("gc: " + malformed.getMessage());
        }
        return CollectionSetup.of(settings);
    }
}
