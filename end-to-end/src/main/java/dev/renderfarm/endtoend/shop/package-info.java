/** A shop that uses the farm from outside: its products, its HTTP client, its look into the bucket. */
@NullMarked
package dev.renderfarm.endtoend.shop;

import org.jspecify.annotations.NullMarked;
