package dev.renderfarm.coordinator.identity;

import dev.renderfarm.common.id.FarmName;
import java.util.Optional;

/**
 * What this process is told of its farm.
 *
 * @param ledger the Kafka Streams application
 * @param adopt id of the farm that topics and bucket shall belong to from now on, or {@value #NEW_FARM}: said by an
 * operator who knows that they do
 */
public record FarmSettings(FarmName name, String ledger, String bucket, Optional<String> adopt) {

    static final String NEW_FARM = "new";
}
