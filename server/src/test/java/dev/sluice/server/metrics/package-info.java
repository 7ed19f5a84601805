/** Tests of the package of the same name. */
@NullMarked
package dev.sluice.server.metrics;

import org.jspecify.annotations.NullMarked;
