package dev.renderfarm.standalone.farm;

import dev.renderfarm.standalone.layout.S3Credentials;
import dev.renderfarm.standalone.process.Server;

/**
 * The two servers that hold a farm's state: a Kafka broker and an S3 server. The farm starts and stops them with
 * itself.
 *
 * @param broker its address is {@code kafka://HOST:PORT}
 * @param credentials of the S3 server
 */
public record BackingServices(Server broker, Server s3, S3Credentials credentials) {

    /** As Kafka clients want it. */
    public String bootstrapServers() {
        return broker.address().getAuthority();
    }
}
