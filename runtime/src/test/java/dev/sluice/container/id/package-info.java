/** Tests of short ids. */
@NullMarked
package dev.sluice.container.id;

import org.jspecify.annotations.NullMarked;
