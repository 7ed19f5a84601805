/** What listeners hear. */
@NullMarked
package dev.sluice.gc.config;

import org.jspecify.annotations.NullMarked;
