package dev.renderfarm.modelexport.bucket;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.modeldistribution.published.DistributionException;
import dev.renderfarm.objectstore.s3.S3Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The farm's own settings of its bucket, by the names that workers and coordinator read: variables of the environment
 * win over those of a file. Keys are never arguments, which everyone on the machine could read.
 */
final class StorageSettings {

    private static final String PREFIX = "renderfarm.storage.";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, String> environment;
    private final Map<String, String> file;

    StorageSettings(Map<String, String> environment, Map<String, String> file) {
        this.environment = environment;
        this.file = file;
    }

    /** The farm's own. */
    String bucket() {
        return of("bucket", "renderfarm");
    }

    /** @throws DistributionException naming the setting that is missing or wrong */
    S3Settings of(String bucket, int connections) {
        return new S3Settings(
                endpoint(),
                of("region", "us-east-1"),
                bucket,
                required("access-key"),
                required("secret-key"),
                TIMEOUT,
                connections);
    }

    private URI endpoint() {
        String given = of("endpoint", "http://127.0.0.1:9000");
        try {
            URI endpoint = URI.create(given);
            if (endpoint.getHost() != null && endpoint.getScheme().matches("https?")) {
                return endpoint;
            }
        } catch (IllegalArgumentException e) {
            // the same answer as for any other address that is none
        }
        throw new DistributionException(
                FailureCode.INVALID_REQUEST,
                PREFIX + "endpoint",
                "not an http or https address: " + given,
                "give one such as https://s3.example");
    }

    private String required(String key) {
        String value = find(key);
        if (value == null) {
            throw new DistributionException(
                    FailureCode.INVALID_REQUEST,
                    PREFIX + key,
                    "not given",
                    "set " + variable(key) + ", or name a file that has it with --settings");
        }
        return value;
    }

    private String of(String key, String otherwise) {
        String value = find(key);
        return value == null ? otherwise : value;
    }

    private @Nullable String find(String key) {
        String set = environment.get(variable(key));
        return set == null ? file.get(PREFIX + key) : set;
    }

    private static String variable(String key) {
        return (PREFIX + key).toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }
}
