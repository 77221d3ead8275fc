/** What every release has written, in the folder {@code releases} of the test resources. */
@NullMarked
package dev.renderfarm.common.release;

import org.jspecify.annotations.NullMarked;
