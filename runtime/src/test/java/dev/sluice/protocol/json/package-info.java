/** Tests of JSON values. */
@NullMarked
package dev.sluice.protocol.json;

import org.jspecify.annotations.NullMarked;
