/** Tests of attachment blobs. */
@NullMarked
package dev.sluice.container.blob;

import org.jspecify.annotations.NullMarked;
