/** The manifest of a model package. */
@NullMarked
package dev.renderfarm.common.model;

import org.jspecify.annotations.NullMarked;
