/** Objects by key: what the farm needs of a bucket, and the ways in which that fails. */
@NullMarked
package dev.renderfarm.objectstore.store;

import org.jspecify.annotations.NullMarked;
