/**
 * What a package's networks gave for one prompt, kept beside them, and how what they give today differs from it. A
 * record may also come from another implementation.
 */
@NullMarked
package dev.renderfarm.diffusion.golden;

import org.jspecify.annotations.NullMarked;
