package dev.sluice.server.admin;

import java.util.Optional;

/** The version of this program. */
public final class Version {
    private Version() {}

    /** Returns the version the jar's manifest names, or {@code development} where classes are not in a jar. */
    public static String current() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
