package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.batch.WaitingCode;

/**
 * What keeps something from being done.
 *
 * @param message for everyone: without any inside address
 */
public record Hindrance(WaitingCode code, String message) {}
