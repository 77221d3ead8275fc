/** Pages seen by a browser: what a test of them needs, and what none of them may do. */
@NullMarked
package dev.renderfarm.browser;

import org.jspecify.annotations.NullMarked;
