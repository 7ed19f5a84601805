/**
 * A store that keeps everything in memory and loses it when closed: for tests, and to measure what storage costs.
 *
 * <p>It makes the same promises as a durable one but for durability, with one writing thread and a read-write lock.
 */
@NullMarked
package dev.sluice.server.storage.memory;

import org.jspecify.annotations.NullMarked;
