/** Certificates and keys: what a signer has to have, and signatures that are the same each time. */
@NullMarked
package dev.renderfarm.provenance.credential;

import org.jspecify.annotations.NullMarked;
