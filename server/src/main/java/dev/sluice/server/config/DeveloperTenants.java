package dev.sluice.server.config;

/** Whether the insecure tenants {@code tinylicious} and {@code local} exist. */
public enum DeveloperTenants {
    /** They exist when the server listens on a loopback address. */
    AUTO,
    /** They exist wherever the server listens. */
    ON,
    /** They do not exist. */
    OFF
}
