/** What is said of bytes that are not what they claim to be. */
@NullMarked
package dev.renderfarm.provenance.refusal;

import org.jspecify.annotations.NullMarked;
