package dev.sluice.server.config;

import java.util.List;

/** The configuration cannot be used; every problem found is named, so that one look is enough. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception from one or more problems. */
    public ConfigException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
