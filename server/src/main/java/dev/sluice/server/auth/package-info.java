/**
 * Who may do what: tenants, tokens, scopes and rates.
 *
 * <p>Outcomes are values; a refusal carries the status and words of the protocol (SVC §2, §3.5). Clocks arrive as arguments.
 * It relies on the configuration and the protocol's vocabulary; the JWT library does not leave it. Types say themselves
 * whether threads may share them.
 */
@NullMarked
package dev.sluice.server.auth;

import org.jspecify.annotations.NullMarked;
