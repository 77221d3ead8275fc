/** Gives packages their golden records, and holds packages against them. */
@NullMarked
package dev.renderfarm.modelexport.golden;

import org.jspecify.annotations.NullMarked;
