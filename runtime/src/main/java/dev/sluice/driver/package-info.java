/**
 * How a container reaches a service: documents that are created and opened, their storage, their op log and their live stream,
 * as small interfaces and the immutable vocabulary that goes through them.
 *
 * <p>Nothing here does I/O or starts a thread; {@code driver.http} and {@code driver.local} do what is asked. Blocking calls may
 * be made from virtual threads. What a live stream tells is told on an executor of the caller's, one event at a time, in order.
 */
@NullMarked
package dev.sluice.driver;

import org.jspecify.annotations.NullMarked;
