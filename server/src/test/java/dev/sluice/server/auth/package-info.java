/** Tests of the package of the same name. */
@NullMarked
package dev.sluice.server.auth;

import org.jspecify.annotations.NullMarked;
