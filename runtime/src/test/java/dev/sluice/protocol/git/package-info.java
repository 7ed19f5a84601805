/** Tests of Git objects against ids that Git itself gave. */
@NullMarked
package dev.sluice.protocol.git;

import org.jspecify.annotations.NullMarked;
