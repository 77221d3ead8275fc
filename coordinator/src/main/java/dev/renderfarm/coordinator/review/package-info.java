/** What people want of single pictures: verdicts on them, and that some are needed no more. */
@NullMarked
package dev.renderfarm.coordinator.review;

import org.jspecify.annotations.NullMarked;
