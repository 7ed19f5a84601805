/** Tests of the summary trees' encodings. */
@NullMarked
package dev.sluice.protocol.summary;

import org.jspecify.annotations.NullMarked;
