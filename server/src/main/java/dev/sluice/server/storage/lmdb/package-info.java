/**
 * The default store: one LMDB file, a log of what is on its way to it, and one file for each large blob, under one
 * directory of one process.
 *
 * <p>One thread writes and commits whole groups of transactions; any thread reads. LMDB's types do not leave this package.
 * See {@code docs/storage.md} for the layout and for what a crash can leave behind.
 */
@NullMarked
package dev.sluice.server.storage.lmdb;

import org.jspecify.annotations.NullMarked;
