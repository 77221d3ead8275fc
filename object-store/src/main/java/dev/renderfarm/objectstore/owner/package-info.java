/** Whose a bucket is, and that nothing is read from or written to the bucket of another farm. */
@NullMarked
package dev.renderfarm.objectstore.owner;

import org.jspecify.annotations.NullMarked;
