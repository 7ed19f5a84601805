/** Tests of the protocol's messages and of the JSON they are made of. */
@NullMarked
package dev.sluice.protocol;

import org.jspecify.annotations.NullMarked;
