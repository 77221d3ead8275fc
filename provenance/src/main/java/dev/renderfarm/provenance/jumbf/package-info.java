/** JUMBF (ISO 19566-5): the boxes that a manifest consists of. */
@NullMarked
package dev.renderfarm.provenance.jumbf;

import org.jspecify.annotations.NullMarked;
