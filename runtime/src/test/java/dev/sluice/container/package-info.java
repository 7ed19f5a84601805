/** What tests of the container runtime share. */
@NullMarked
package dev.sluice.container;

import org.jspecify.annotations.NullMarked;
