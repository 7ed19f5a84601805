/** Documents as applications use them, over a service in memory. */
@NullMarked
package dev.sluice.client;

import org.jspecify.annotations.NullMarked;
