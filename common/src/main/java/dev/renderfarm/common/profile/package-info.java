/** What the places that pictures are delivered to want of them, rule by rule. */
@NullMarked
package dev.renderfarm.common.profile;

import org.jspecify.annotations.NullMarked;
