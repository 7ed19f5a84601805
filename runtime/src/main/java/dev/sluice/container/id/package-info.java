/**
 * Short ids: the encoding of numbers that names data stores and channels, and the compressor that stands for UUIDs by small
 * numbers which all clients assign alike (runtime-formats §5.5, §5.6).
 *
 * <p>It relies on the protocol's JSON values. Pure: no UUID is made up here. A compressor is confined to its document's thread.
 */
@NullMarked
package dev.sluice.container.id;

import org.jspecify.annotations.NullMarked;
