/** The settings of the processes beside those that a deployment gives them. */
@NullMarked
package dev.renderfarm.common.settings;

import org.jspecify.annotations.NullMarked;
