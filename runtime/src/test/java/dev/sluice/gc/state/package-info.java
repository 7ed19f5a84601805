/** What listeners hear. */
@NullMarked
package dev.sluice.gc.state;

import org.jspecify.annotations.NullMarked;
