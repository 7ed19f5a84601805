/** Tests of how versions stand in the store. */
@NullMarked
package dev.sluice.server.summary;

import org.jspecify.annotations.NullMarked;
