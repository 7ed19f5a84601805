/** What listeners hear. */
@NullMarked
package dev.sluice.gc.slf4j;

import org.jspecify.annotations.NullMarked;
