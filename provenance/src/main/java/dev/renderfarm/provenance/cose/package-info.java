/** COSE (RFC 9052): one signature, with the certificates of whoever signed. */
@NullMarked
package dev.renderfarm.provenance.cose;

import org.jspecify.annotations.NullMarked;
