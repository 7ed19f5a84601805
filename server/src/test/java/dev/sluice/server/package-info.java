/** Proofs of the whole server: its layers, real clients of every generation, and its conduct when it is killed. */
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
