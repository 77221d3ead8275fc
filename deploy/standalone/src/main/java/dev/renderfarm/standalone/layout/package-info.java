/** Where things lie: what the build left to run, and what a farm keeps in its data directory. */
@NullMarked
package dev.renderfarm.standalone.layout;

import org.jspecify.annotations.NullMarked;
