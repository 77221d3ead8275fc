/** What a batch would be, before it is submitted. */
@NullMarked
package dev.renderfarm.common.plan;

import org.jspecify.annotations.NullMarked;
