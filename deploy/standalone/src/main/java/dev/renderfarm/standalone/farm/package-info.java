/** The farm as a whole: which processes it is made of, how each is started, and in which order. */
@NullMarked
package dev.renderfarm.standalone.farm;

import org.jspecify.annotations.NullMarked;
