/**
 * Hostile input: what is fed to the targets ({@code *Fuzz}, each beside what it feeds), from recorded data and from what was found
 * before, and what counts as a finding. {@code docs/testing.md} says how to look for more. Confined to the thread of a test.
 */
@NullMarked
package dev.sluice.fuzz;

import org.jspecify.annotations.NullMarked;
