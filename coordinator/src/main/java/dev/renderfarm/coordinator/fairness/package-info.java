/**
 * Who is next: how the free places on a model's queue are shared among tenants, by weight and by what they have had, and
 * inside a tenant among its batches. Plain values and no clock; the same on every coordinator that hears the same.
 */
@NullMarked
package dev.renderfarm.coordinator.fairness;

import org.jspecify.annotations.NullMarked;
