/** The rules that keep rooms apart, shared by the tests of every module. */
@NullMarked
package dev.renderfarm.common.rooms;

import org.jspecify.annotations.NullMarked;
