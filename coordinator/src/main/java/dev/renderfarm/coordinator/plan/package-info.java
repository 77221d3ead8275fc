/** What a batch would be, before anybody submits it: mistakes, pictures, device time, money, and when it would be done. */
@NullMarked
package dev.renderfarm.coordinator.plan;

import org.jspecify.annotations.NullMarked;
