package dev.sluice.server.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The name of a tenant's setting: {@code tenant.<name>.<property>}, or {@code SLUICE_TENANT__<name>__<PROPERTY>}.
 *
 * <p>Immutable.
 *
 * @param tenant the tenant's name, which may itself hold dots
 * @param property which of its settings
 */
record TenantKey(String tenant, Property property) implements Comparable<TenantKey> {
    static final String PREFIX = "tenant.";
    static final String ENVIRONMENT_PREFIX = Setting.ENVIRONMENT_PREFIX + "TENANT__";

    /** What can be set for a tenant. */
    enum Property {
        KEY1_FILE("key1-file", "File with the tenant's first key."),
        KEY1_ENV("key1-env", "Environment variable with the tenant's first key."),
        KEY2_FILE("key2-file", "File with the second key, tried after the first: for changing keys."),
        KEY2_ENV("key2-env", "Environment variable with the second key."),
        ENFORCE_EXPIRY(
                "enforce-expiry",
                "Whether tokens must expire, at most `token-lifetime-max-ms` after they were issued; `on` by default.");

        private final String key;
        private final String doc;

        Property(String key, String doc) {
            this.key = key;
            this.doc = doc;
        }

        String key() {
            return key;
        }

        Kind<?> kind() {
            return switch (this) {
                case KEY1_FILE, KEY2_FILE -> Kind.path();
                case KEY1_ENV, KEY2_ENV -> Kind.environmentName();
                case ENFORCE_EXPIRY -> Kind.onOff();
            };
        }

        String doc() {
            return doc;
        }

        String environmentName() {
            return key.toUpperCase(Locale.ROOT).replace('-', '_');
        }
    }

    /** Parses the form used in files and flags. */
    static Optional<TenantKey> parse(String key) {
        int dot = key.lastIndexOf('.');
        if (!key.startsWith(PREFIX) || dot <= PREFIX.length()) {
            return Optional.empty();
        }
        String name = key.substring(PREFIX.length(), dot);
        String property = key.substring(dot + 1);
        return Arrays.stream(Property.values())
                .filter(candidate -> candidate.key().equals(property))
                .findFirst()
                .map(found -> new TenantKey(name, found));
    }

    /** Parses the form used in the environment. */
    static Optional<TenantKey> parseEnvironment(String name) {
        int end = name.lastIndexOf("__");
        if (!name.startsWith(ENVIRONMENT_PREFIX) || end <= ENVIRONMENT_PREFIX.length()) {
            return Optional.empty();
        }
        String tenant = name.substring(ENVIRONMENT_PREFIX.length(), end);
        String property = name.substring(end + 2);
        return Arrays.stream(Property.values())
                .filter(candidate -> candidate.environmentName().equals(property))
                .findFirst()
                .map(found -> new TenantKey(tenant, found));
    }

    @Override
    public int compareTo(TenantKey other) {
        int byTenant = tenant.compareTo(other.tenant);
        return byTenant != 0 ? byTenant : property.compareTo(other.property);
    }

    @Override
    public String toString() {
        return PREFIX + tenant + "." + property.key();
    }
}
