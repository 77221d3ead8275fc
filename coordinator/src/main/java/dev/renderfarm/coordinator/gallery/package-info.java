/** What is shown of a batch's tasks: with what their lines ask for, in pages, or all of them at a letter each. */
@NullMarked
package dev.renderfarm.coordinator.gallery;

import org.jspecify.annotations.NullMarked;
