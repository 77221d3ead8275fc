package dev.renderfarm.coordinator.webhooks;

/** Takes messages to their receivers. Safe for several threads. */
@FunctionalInterface
public interface Receiver {

    /** Returns within a bounded time, whatever the receiver does. */
    DeliveryAnswer send(SignedMessage message);
}
