package dev.renderfarm.coordinator.ledger.waiting;

import dev.renderfarm.coordinator.batch.Hindrance;
import dev.renderfarm.coordinator.batch.Workforce;
import java.util.Optional;

/**
 * What a batch depends on, at one moment.
 *
 * @param workforce of its model
 * @param longWork why its input is not checked, or its files are not written
 * @param items why its items are not here
 * @param ahead other batches of its model that have something to give out or in flight
 * @param budget of its tenant that is used up
 * @param retries what is known of its tasks that wait for another attempt
 */
public record Surroundings(
        Workforce workforce,
        Optional<Hindrance> longWork,
        Optional<Hindrance> items,
        int ahead,
        Optional<Hindrance> budget,
        Retries retries) {}
