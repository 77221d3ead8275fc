/** A model package on disk: opened, checked, and its files measured against the digests it claims. */
@NullMarked
package dev.renderfarm.modelpackage.folder;

import org.jspecify.annotations.NullMarked;
