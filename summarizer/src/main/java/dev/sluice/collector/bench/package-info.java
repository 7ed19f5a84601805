/**
 * Measures the marking of graphs that lie in files, so that programs in any language can mark the very same ones. What
 * {@code sluice bench mark} prints is computed here.
 *
 * <p>Stands on {@code collector.graph}; only reads files. Confined to the calling thread.
 */
@NullMarked
package dev.sluice.collector.bench;

import org.jspecify.annotations.NullMarked;
