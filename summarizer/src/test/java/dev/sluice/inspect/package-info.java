@NullMarked
package dev.sluice.inspect;

import org.jspecify.annotations.NullMarked;
