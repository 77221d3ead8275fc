/**
 * Several coordinators are one farm: what only one of them keeps is read from it by the others, by the routes that everybody
 * has and in the name of whoever asks.
 */
@NullMarked
package dev.renderfarm.coordinator.replicas;

import org.jspecify.annotations.NullMarked;
