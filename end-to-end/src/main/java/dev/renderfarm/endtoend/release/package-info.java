/** What a release leaves on disk, kept so that later releases can show that they go on from it. */
@NullMarked
package dev.renderfarm.endtoend.release;

import org.jspecify.annotations.NullMarked;
