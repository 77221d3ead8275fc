/** Whether a signed token is of the issuer that the operator trusts, by the keys that this issuer publishes. */
@NullMarked
package dev.renderfarm.coordinator.tokens;

import org.jspecify.annotations.NullMarked;
