/** A farm of two coordinators and three workers, each behind links of its own, that faults can lay hands on. */
@NullMarked
package dev.renderfarm.endtoend.chaos.farm;

import org.jspecify.annotations.NullMarked;
